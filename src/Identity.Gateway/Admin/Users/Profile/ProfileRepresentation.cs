using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;
using Identity.Grains.Users.Profiles;

namespace Identity.Gateway.Admin.Users.Profile;

/// <summary>The fields of Keycloak's UPConfig and its parts.</summary>
internal static class ProfileRepresentation
{
    private static readonly Representation Attribute = new(
        "UPAttribute",
        (FieldKind.Text, ["name", "displayName", "group", "defaultValue"]),
        (FieldKind.Object, ["validations", "annotations", "required", "permissions", "selector"]),
        (FieldKind.Flag, ["multivalued"]));

    private static readonly Representation Group = new(
        "UPGroup",
        (FieldKind.Text, ["name", "displayHeader", "displayDescription"]),
        (FieldKind.Object, ["annotations"]));

    private static readonly Dictionary<string, Representation> Sections = new(StringComparer.Ordinal)
    {
        ["required"] = new("UPAttributeRequired", (FieldKind.Texts, ["roles", "scopes"])),
        ["permissions"] = new("UPAttributePermissions", (FieldKind.Texts, ["view", "edit"])),
        ["selector"] = new("UPAttributeSelector", (FieldKind.Texts, ["scopes"])),
    };

    /// <summary>The whole document.</summary>
    public static Representation Fields { get; } = new(
        "UPConfig",
        (FieldKind.Objects, ["attributes", "groups"]),
        (FieldKind.Text, ["unmanagedAttributePolicy"]));

    private static readonly string[] Policies = ["ENABLED", "ADMIN_VIEW", "ADMIN_EDIT"];

    /// <summary>The document in its normal form. Refused, in Keycloak's words, when it cannot work in the realm.</summary>
    public static JsonObject Read(RealmSnapshot realm, JsonNode body)
    {
        var document = ProfileDocument.Normalize(Read(Fields.Check(body)));
        var problems = ProfileDocument.Problems(document, realm.ClientScopes.Select(scope => scope.Name).ToHashSet(StringComparer.Ordinal));
        return problems.Count == 0 ? document : throw AdminRefusalException.Invalid($"[{string.Join(", ", problems)}]");
    }

    private static JsonObject Read(JsonObject body)
    {
        if ((string?)body["unmanagedAttributePolicy"] is { } policy && !Policies.Contains(policy))
        {
            throw AdminRefusalException.Unreadable("unknown_error");
        }

        if (body["attributes"] is JsonArray attributes)
        {
            body["attributes"] = new JsonArray([.. attributes.Select(ReadAttribute)]);
        }

        if (body["groups"] is JsonArray groups)
        {
            body["groups"] = new JsonArray([.. groups.Select(Group.Check)]);
        }

        return body;
    }

    private static JsonObject ReadAttribute(JsonNode? sent)
    {
        var attribute = Attribute.Check(sent);
        foreach (var (name, section) in Sections)
        {
            if (attribute[name] is { } part)
            {
                attribute[name] = section.Check(part);
            }
        }

        return attribute;
    }
}
