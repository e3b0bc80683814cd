using Identity.Gateway.Admin.Access;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin.ServerInfo;

/// <summary>What a console asks before it shows anything: what the server has, and who sits there.</summary>
internal sealed class ServerInfoEndpoints(RealmSnapshots realms, TimeProvider time) : IAdminEndpoints
{
    private readonly ServerInfoDocument _document = new(time);

    public void Map(AdminRoutes routes)
    {
        routes.Top(HttpMethods.Get, "/admin/serverinfo", AdminPermission.AnyRole, "What the server is and has", GetInfoAsync);
        routes.Top(HttpMethods.Get, "/admin/{realm}/console/whoami", AdminPermission.AnyRole, "Who the administrator is, and the roles for a realm", GetWhoAmIAsync);
    }

    private Task<AdminResult> GetInfoAsync(HttpContext http, Administrator administrator) => Task.FromResult(
        AdministersAnything(administrator) ? AdminResult.Json(_document.Write(Detail(administrator))) : AdminResult.Forbidden);

    private async Task<AdminResult> GetWhoAmIAsync(HttpContext http, Administrator administrator)
    {
        // The token must be of the realm whose console it is.
        if (!string.Equals((string?)http.Request.RouteValues["realm"], administrator.Realm.Name, StringComparison.Ordinal))
        {
            return AdminResult.Error(401, "HTTP 401 Unauthorized");
        }

        // Only the master realm's console shows other realms than its own.
        var wanted = administrator.Realm.Name == MasterRealm.Name ? (string?)http.Request.Query["currentRealm"] : null;
        var target = wanted is null ? administrator.Realm : await realms.FreshAsync(wanted, http.RequestAborted);
        return target is null ? AdminResult.NotFound("Realm not found")
            : WhoAmI.Write(administrator, target) is { } document ? AdminResult.Json(document)
            : AdminResult.Error(403, "No realm access");
    }

    private static ServerInfoDetail Detail(Administrator administrator) =>
        WhoAmI.IsServerAdministrator(administrator) ? ServerInfoDetail.All
        : administrator.Has(administrator.Realm, AdminRoles.ManageRealm) ? ServerInfoDetail.Version
        : ServerInfoDetail.None;

    private static bool AdministersAnything(Administrator administrator) =>
        administrator.Realm.Roles.Any(role => RoleGrants.IsAdminRole(administrator.Realm, role) && administrator.Holds(role));
}
