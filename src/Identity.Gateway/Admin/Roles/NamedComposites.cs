using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Reads the roles that a new role includes, which its representation names: realm roles, and roles by client.</summary>
internal static class NamedComposites
{
    private const int NotFound = 404;

    /// <summary>Their ids. Only where the body says that the role is composite; clients that are not there are passed over, as with Keycloak.</summary>
    public static IReadOnlyList<string> Read(AdminCall call, JsonObject body)
    {
        if (body["composite"]?.GetValue<bool>() is not true || body["composites"] is not JsonObject composites)
        {
            return [];
        }

        var roles = Names(composites["realm"])
            .Select(name => call.Realm.FindRole(null, name) ?? throw Unknown("Realm", name))
            .ToList();
        foreach (var (clientId, names) in composites["client"] as JsonObject ?? [])
        {
            if (call.Realm.FindClient(clientId) is { } client)
            {
                roles.AddRange(Names(names).Select(name => call.Realm.FindRole(client.Id, name) ?? throw Unknown("Client", name)));
            }
        }

        return roles.TrueForAll(role => RoleGrants.MayInclude(call, role))
            ? [.. roles.Select(role => role.Id).Distinct(StringComparer.Ordinal)]
            : throw new AdminRefusalException(AdminResult.Forbidden);
    }

    private static IEnumerable<string> Names(JsonNode? names) => names switch
    {
        null => [],
        JsonArray items => items.Select(item => item is JsonValue value && value.TryGetValue<string>(out var name)
            ? name
            : throw AdminRefusalException.Unreadable("unknown_error")),
        _ => throw AdminRefusalException.Unreadable("unknown_error"),
    };

    private static AdminRefusalException Unknown(string what, string name) =>
        new(AdminResult.Refuse(NotFound, $"{what} Role with name {name} does not exist"));
}
