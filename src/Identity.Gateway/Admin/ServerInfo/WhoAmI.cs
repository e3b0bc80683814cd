using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.ServerInfo;

/// <summary>Tells the console who sits there, and what of a realm to show.</summary>
internal static class WhoAmI
{
    private const string MasterAdmin = "admin";

    /// <summary>Whether it is an administrator of everything.</summary>
    public static bool IsServerAdministrator(Administrator administrator) =>
        administrator.Realm.Name == MasterRealm.Name && administrator.Realm.FindRole(null, MasterAdmin) is { } admin && administrator.Holds(admin);

    /// <summary>The document; null for somebody who administers nothing of the realm.</summary>
    /// <param name="administrator">Who asks.</param>
    /// <param name="target">The realm that the console shows; for an administrator of another realm than master always the own one.</param>
    public static JsonObject? Write(Administrator administrator, RealmSnapshot target)
    {
        var roles = AdminRoles.All.Where(role => administrator.Has(target, role)).ToList();
        if (IsServerAdministrator(administrator))
        {
            roles.Add(MasterAdmin);
        }

        if (roles.Count == 0 && !administrator.MayCreateRealms)
        {
            return null;
        }

        var user = administrator.User;
        var name = string.Join(' ', new[] { user.FirstName, user.LastName }.Where(part => !string.IsNullOrEmpty(part)));
        return new JsonObject
        {
            ["userId"] = user.Id,
            ["realm"] = administrator.Realm.Name,
            ["displayName"] = name.Length > 0 ? name : user.Username,
            ["locale"] = user.Attributes.TryGetValue("locale", out var locale) && locale.Count > 0 ? locale[0] : "en",
            ["temporary"] = user.Attributes.TryGetValue("is_temporary_admin", out var temporary) && temporary is ["true"],
            ["createRealm"] = administrator.MayCreateRealms,
            ["realm_access"] = new JsonObject { [target.Name] = new JsonArray([.. roles.Select(role => (JsonNode)role)]) },
        };
    }
}
