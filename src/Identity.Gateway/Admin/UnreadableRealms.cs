using Identity.Gateway.Admin.Access;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin;

/// <summary>Realms whose stored settings cannot be read: every request for one is answered 503, but an administrator of the master realm
/// can remove it, or mend it by changing its settings, which begins with what can still be read.</summary>
internal sealed class UnreadableRealms(RealmSnapshots realms, IRealmRepair repair)
{
    /// <summary>Whether the request removes or mends the realm, and the administrator may.</summary>
    public static bool MayBeDealtWith(HttpContext http, Administrator administrator, string name) =>
        http.GetEndpoint()?.Metadata.GetMetadata<AdminRoute>() is { Path: "", Method: "DELETE" or "PUT" }
        && administrator.Realm.Name == MasterRealm.Name && administrator.May(name, AdminPermission.ManageRealm);

    /// <summary>The realm to carry out the request on; null when it is gone.</summary>
    public async Task<RealmSnapshot?> OpenAsync(HttpContext http, string name)
    {
        if (HttpMethods.IsPut(http.Request.Method))
        {
            await repair.MendAsync(name);
            return await realms.FreshAsync(name, http.RequestAborted);
        }

        return await repair.SalvageAsync(name, http.RequestAborted) is { } left
            ? new RealmSnapshot(new RealmRecords(0, left, [], [], [], []), new RealmKeys([], []))
            : null;
    }
}
