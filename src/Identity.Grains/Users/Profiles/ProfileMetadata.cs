using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Grains.Users.Profiles;

/// <summary>Tells a form which fields to show (Keycloak's userProfileMetadata).</summary>
public static class ProfileMetadata
{
    private static readonly string[] s_groupFields = ["name", "displayHeader", "displayDescription", "annotations"];

    /// <summary>What the actor sees of a user; of one who is to be created when <paramref name="isNew"/>.</summary>
    public static JsonObject Write(RealmState realm, ProfileActor actor, bool isNew)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var profile = UserProfile.Of(realm);
        return new JsonObject
        {
            ["attributes"] = new JsonArray([.. profile.Attributes.Where(attribute => attribute.CanView(actor)).Select(attribute => Attribute(realm, attribute, actor, isNew))]),
            ["groups"] = new JsonArray([.. UserProfile.Items(profile.Document, "groups").Select(Group)]),
        };
    }

    private static JsonObject Attribute(RealmState realm, ProfileAttribute attribute, ProfileActor actor, bool isNew)
    {
        var readOnly = !attribute.CanEdit(actor) || ProfileChecks.IsUsernameFixed(realm, attribute, isNew);
        var metadata = new JsonObject
        {
            ["name"] = attribute.Name,
            ["displayName"] = attribute.DisplayName ?? Fallback(attribute.Name),
            ["required"] = attribute.Name == ProfileNames.Username || attribute.IsRequired(actor, []),
            ["readOnly"] = readOnly,
        };
        if (attribute.Source.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object)
        {
            metadata["annotations"] = Copy(annotations);
        }

        metadata["validators"] = Validators(attribute);
        if (attribute.Group is not null)
        {
            metadata["group"] = attribute.Group;
        }

        metadata["multivalued"] = attribute.Multivalued;
        if (attribute.DefaultValue is not null)
        {
            metadata["defaultValue"] = attribute.DefaultValue;
        }

        return metadata;
    }

    private static string Fallback(string name) => name is ProfileNames.Username or ProfileNames.Email ? $"${{{name}}}" : name;

    private static JsonObject Validators(ProfileAttribute attribute)
    {
        var validators = new JsonObject();
        foreach (var rule in attribute.Rules)
        {
            var config = (JsonObject)Copy(rule.Config);
            var isImplied = rule.Id == Internal.AttributeRule.Multivalued && !attribute.Multivalued;
            if (!isImplied)
            {
                config["ignore.empty.value"] = true;
            }

            validators[rule.Id] = config;
        }

        return validators;
    }

    private static JsonObject Group(JsonElement group)
    {
        var written = new JsonObject();
        foreach (var field in s_groupFields)
        {
            if (group.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                written[field] = Copy(value);
            }
        }

        return written;
    }

    private static JsonNode Copy(JsonElement element) => JsonNode.Parse(element.GetRawText())!;
}
