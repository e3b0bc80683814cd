using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Keycloak's RoleRepresentation.</summary>
internal static class RoleRepresentation
{
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

    /// <summary>The role with the given fields over it.</summary>
    public static RoleState Read(RoleState role, JsonObject body) =>
        Representation.Overlay(role, StateJson.TypeInfo<RoleState>(), body, NotCopied);

    /// <summary>The role; without attributes where Keycloak leaves them out (brief lists and mappings).</summary>
    public static JsonObject Write(RealmSnapshot realm, RoleState role, bool brief = false)
    {
        var node = new JsonObject { ["id"] = role.Id, ["name"] = role.Name };
        if (role.Description is not null)
        {
            node["description"] = role.Description;
        }

        node["composite"] = realm.IsComposite(role);
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
