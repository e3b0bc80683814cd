using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Roles;
using Identity.Grains.Realms;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>Keycloak's MappingsRepresentation.</summary>
internal static class MappingRepresentation
{
    /// <summary>Realm roles, and the roles of each client; what there is none of is left out.</summary>
    public static JsonObject Write(RealmSnapshot realm, IEnumerable<RoleState> roles, Func<RoleState, JsonObject> write)
    {
        var node = new JsonObject();
        var byClient = roles.ToLookup(role => role.ClientId ?? string.Empty, StringComparer.Ordinal);
        if (byClient.Contains(string.Empty))
        {
            node["realmMappings"] = new JsonArray([.. byClient[string.Empty].Select(write)]);
        }

        var clients = new JsonObject();
        foreach (var client in byClient.Select(ofClient => realm.FindClientById(ofClient.Key)).Where(client => client is not null).OrderBy(client => client!.ClientId, StringComparer.Ordinal))
        {
            clients[client!.ClientId] = new JsonObject
            {
                ["id"] = client.Id,
                ["client"] = client.ClientId,
                ["mappings"] = new JsonArray([.. byClient[client.Id].Select(write)]),
            };
        }

        if (clients.Count > 0)
        {
            node["clientMappings"] = clients;
        }

        return node;
    }

    /// <summary>The same with brief roles.</summary>
    public static JsonObject Write(RealmSnapshot realm, IEnumerable<RoleState> roles) =>
        Write(realm, roles, role => RoleRepresentation.Write(realm, role, brief: true));
}
