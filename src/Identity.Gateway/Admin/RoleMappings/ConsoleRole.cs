using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Roles;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>Roles in the shapes of the admin console's own endpoints.</summary>
internal static class ConsoleRole
{
    /// <summary>Clients' roles among these.</summary>
    public static JsonNode WriteClientRoles(AdminCall call, IEnumerable<RoleState> roles) =>
        new JsonArray([.. Sort(call, roles.Where(role => role.ClientId is not null)).Select(role => WriteClientRole(call, role))]);

    /// <summary>A client's role with its client.</summary>
    public static JsonObject WriteClientRole(AdminCall call, RoleState role)
    {
        var node = new JsonObject { ["id"] = role.Id, ["role"] = role.Name, ["client"] = ClientName(call, role), ["clientId"] = role.ClientId };
        if (role.Description is not null)
        {
            node["description"] = role.Description;
        }

        return node;
    }

    /// <summary>Realm roles, then clients' roles.</summary>
    public static JsonNode WriteAll(AdminCall call, IEnumerable<RoleState> roles) =>
        new JsonArray([.. Sort(call, roles).Select(role => WriteAny(call, role))]);

    /// <summary>A role that another includes. Its container is named, not its id.</summary>
    public static JsonObject WriteIncluded(AdminCall call, RoleState role)
    {
        var node = RoleRepresentation.Write(call.Realm, role, brief: true);
        if (role.ClientId is not null)
        {
            node["containerId"] = ClientName(call, role);
        }

        return node;
    }

    /// <summary>By client, then by name; realm roles first.</summary>
    public static IEnumerable<RoleState> Sort(AdminCall call, IEnumerable<RoleState> roles) => roles
        .OrderBy(role => role.ClientId is null ? string.Empty : ClientName(call, role), StringComparer.Ordinal)
        .ThenBy(role => role.Name, StringComparer.Ordinal);

    /// <summary>Whether the text is part of the role's name or of its client's, in any case of letters.</summary>
    public static bool Matches(AdminCall call, RoleState role, string? search) =>
        string.IsNullOrEmpty(search)
        || role.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
        || ClientName(call, role).Contains(search, StringComparison.OrdinalIgnoreCase);

    private static JsonObject WriteAny(AdminCall call, RoleState role)
    {
        var node = new JsonObject { ["id"] = role.Id, ["name"] = role.Name };
        if (role.Description is not null)
        {
            node["description"] = role.Description;
        }

        node["clientRole"] = role.ClientId is not null;
        if (role.ClientId is not null)
        {
            node["client"] = ClientName(call, role);
            node["clientId"] = role.ClientId;
        }

        return node;
    }

    private static string ClientName(AdminCall call, RoleState role) => call.Realm.FindClientById(role.ClientId!)?.ClientId ?? string.Empty;
}
