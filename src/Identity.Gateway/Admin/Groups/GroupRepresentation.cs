using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Admin.Roles;
using Identity.Grains.Groups;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Groups;

/// <summary>What a representation of a group tells beyond name, path and place.</summary>
[Flags]
internal enum GroupParts
{
    None = 0,

    /// <summary>How many groups are directly below.</summary>
    Count = 1,

    /// <summary>Attributes and roles.</summary>
    Details = 2,

    /// <summary>What the administrator may do.</summary>
    Access = 4,
}

/// <summary>Keycloak's GroupRepresentation.</summary>
internal static class GroupRepresentation
{
    private const int MaxNameLength = 255;

    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "GroupRepresentation",
        (FieldKind.Text, ["id", "name", "description", "path", "parentId"]),
        (FieldKind.Number, ["subGroupCount"]),
        (FieldKind.Objects, ["subGroups"]),
        (FieldKind.TextListMap, ["attributes"]),
        (FieldKind.Texts, ["realmRoles"]),
        (FieldKind.Object, ["clientRoles", "access"]));

    // What a request says of these does not change the record: they follow from it, or are changed elsewhere.
    private static readonly HashSet<string> NotCopied = new(StringComparer.Ordinal)
    {
        "id", "path", "parentId", "subGroupCount", "subGroups", "realmRoles", "clientRoles", "access",
    };

    /// <summary>The name that a body gives the group. A group has one.</summary>
    public static string Name(JsonObject body) => (string?)body["name"] switch
    {
        { Length: > MaxNameLength } => throw AdminRefusalException.Invalid("Group name is too long"),
        { } name when !string.IsNullOrWhiteSpace(name) => name,
        _ => throw AdminRefusalException.Invalid("Group name is missing"),
    };

    /// <summary>The group with the given fields over it. A description that is not said is taken away, attributes stay, as with Keycloak.</summary>
    public static GroupState Read(GroupState group, JsonObject body)
    {
        var next = Representation.Overlay(group with { Description = null }, StateJson.TypeInfo<GroupState>(), body, NotCopied);
        return next with { Attributes = next.Attributes.Where(attribute => attribute.Value.Count > 0).ToDictionary() };
    }

    /// <summary>The group with those parts, without the groups below it.</summary>
    public static JsonObject Write(AdminCall call, GroupState group, GroupParts parts)
    {
        var node = new JsonObject { ["id"] = group.Id, ["name"] = group.Name };
        if (group.Description is not null)
        {
            node["description"] = group.Description;
        }

        node["path"] = call.Realm.GroupPath(group.Id);
        if (group.ParentId is not null)
        {
            node["parentId"] = group.ParentId;
        }

        if (parts.HasFlag(GroupParts.Count))
        {
            node["subGroupCount"] = call.Realm.GroupsBelow(group.Id).Count;
        }

        node["subGroups"] = new JsonArray();
        if (parts.HasFlag(GroupParts.Details))
        {
            AddDetails(call, group, node);
        }

        if (parts.HasFlag(GroupParts.Access))
        {
            node["access"] = Access(call);
        }

        return node;
    }

    private static void AddDetails(AdminCall call, GroupState group, JsonObject node)
    {
        node["attributes"] = new JsonObject(group.Attributes.Select(attribute => KeyValuePair.Create<string, JsonNode?>(attribute.Key, Texts(attribute.Value))));
        var roles = call.Realm.FindRoles(group.RoleIds).ToList();
        node["realmRoles"] = Texts(roles.Where(role => role.ClientId is null).Select(role => role.Name));
        var clientRoles = new JsonObject();
        foreach (var ofClient in roles.Where(role => role.ClientId is not null).GroupBy(role => role.ClientId!, StringComparer.Ordinal))
        {
            if (call.Realm.FindClientById(ofClient.Key) is { } client)
            {
                clientRoles[client.ClientId] = Texts(ofClient.Select(role => role.Name));
            }
        }

        node["clientRoles"] = clientRoles;
    }

    private static JsonObject Access(AdminCall call)
    {
        var (view, manage) = (call.May(AdminPermission.ViewUsers), call.May(AdminPermission.ManageUsers));
        return new JsonObject { ["view"] = view, ["viewMembers"] = view, ["manageMembers"] = manage, ["manage"] = manage, ["manageMembership"] = manage };
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
