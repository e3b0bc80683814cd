using System.Text.Json.Nodes;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Users;

/// <summary>A group as the list of a user's groups shows it: without its subgroups.</summary>
internal static class MembershipBody
{
    public static JsonObject Write(RealmSnapshot realm, GroupState group, bool brief)
    {
        var node = new JsonObject { ["id"] = group.Id, ["name"] = group.Name };
        if (!string.IsNullOrEmpty(group.Description))
        {
            node["description"] = group.Description;
        }

        node["path"] = realm.GroupPath(group.Id);
        if (group.ParentId is not null)
        {
            node["parentId"] = group.ParentId;
        }

        node["subGroups"] = new JsonArray();
        if (!brief)
        {
            AddDetails(node, realm, group);
        }

        return node;
    }

    private static void AddDetails(JsonObject node, RealmSnapshot realm, GroupState group)
    {
        var roles = group.RoleIds.Select(realm.FindRoleById).OfType<RoleState>().ToList();
        node["attributes"] = UserRepresentation.WriteAttributes(group.Attributes);
        node["realmRoles"] = UserRepresentation.Texts(roles.Where(role => role.ClientId is null).Select(role => role.Name));
        node["clientRoles"] = new JsonObject(roles
            .Where(role => role.ClientId is not null)
            .GroupBy(role => realm.FindClientById(role.ClientId!)?.ClientId, StringComparer.Ordinal)
            .Where(client => client.Key is not null)
            .Select(client => KeyValuePair.Create<string, JsonNode?>(client.Key!, UserRepresentation.Texts(client.Select(role => role.Name)))));
    }
}
