using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Keycloak's RoleRepresentation.</summary>
internal static class RoleRepresentation
{
    /// <summary>Keycloak's words for a role that is not there.</summary>
    public const string Missing = "Could not find role";

    private const int MaxNameLength = 255;

    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "RoleRepresentation",
        (FieldKind.Text, ["id", "name", "description", "containerId"]),
        (FieldKind.Flag, ["composite", "clientRole", "scopeParamRequired"]),
        (FieldKind.Object, ["composites"]),
        (FieldKind.TextListMap, ["attributes"]));

    // What a request says of these does not change the record: they follow from it, or are changed elsewhere.
    private static readonly HashSet<string> NotCopied = new(StringComparer.Ordinal)
    {
        "id", "composite", "clientRole", "containerId", "composites", "scopeParamRequired",
    };

    /// <summary>The name that a body gives the role. A role has one.</summary>
    public static string Name(JsonObject body) => (string?)body["name"] switch
    {
        { Length: > 0 and <= MaxNameLength } name => name,
        { Length: > MaxNameLength } => throw AdminRefusalException.Invalid("Role name is too long"),
        _ => throw new AdminRefusalException(AdminResult.Error(400, "role has no name")),
    };

    /// <summary>The role with the given fields over it. A description that is not said is taken away, attributes stay, as with Keycloak.</summary>
    public static RoleState Read(RoleState role, JsonObject body)
    {
        var next = Representation.Overlay(role with { Description = null }, StateJson.TypeInfo<RoleState>(), body, NotCopied);
        return next with { Attributes = next.Attributes.Where(attribute => attribute.Value.Count > 0).ToDictionary() };
    }

    /// <summary>The role; without attributes where Keycloak leaves them out (brief lists and mappings).</summary>
    public static JsonObject Write(RealmSnapshot realm, RoleState role, bool brief = false)
    {
        var node = new JsonObject { ["id"] = role.Id, ["name"] = role.Name };
        if (role.Description is not null)
        {
            node["description"] = role.Description;
        }

        node["composite"] = realm.CompositesOf(role).Any(id => realm.FindRoleById(id) is not null);
        node["clientRole"] = role.ClientId is not null;
        node["containerId"] = role.ClientId ?? realm.Id;
        if (!brief)
        {
            node["attributes"] = new JsonObject(role.Attributes.Select(attribute =>
                KeyValuePair.Create<string, JsonNode?>(attribute.Key, new JsonArray([.. attribute.Value.Select(value => (JsonNode)value)]))));
        }

        return node;
    }

    /// <summary>Several roles.</summary>
    public static JsonArray WriteAll(RealmSnapshot realm, IEnumerable<RoleState> roles, bool brief = true) =>
        new([.. roles.Select(role => Write(realm, role, brief))]);
}
