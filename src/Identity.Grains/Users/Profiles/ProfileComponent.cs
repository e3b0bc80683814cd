using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Texts;

namespace Identity.Grains.Users.Profiles;

/// <summary>Where a realm keeps its profile: in a component, as text, as Keycloak's realm files have it.</summary>
public static class ProfileComponent
{
    private const string Components = "components";
    private const string Type = "org.keycloak.userprofile.UserProfileProvider";
    private const string Provider = "declarative-user-profile";
    private const string Setting = "kc.user.profile.config";

    // The text is read by people in realm files.
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document; null when the realm has none of its own, or an unreadable one.</summary>
    public static JsonElement? Read(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        if (realm.Extra?.GetValueOrDefault(Components) is not { ValueKind: JsonValueKind.Object } components)
        {
            return null;
        }

        foreach (var component in UserProfile.Items(components, Type))
        {
            if (component.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object
                && config.TryGetProperty(Setting, out var texts) && texts.ValueKind == JsonValueKind.Array && texts.GetArrayLength() > 0
                && Parse(texts[0].GetString()) is { } document)
            {
                return document;
            }
        }

        return null;
    }

    /// <summary>The realm with that document; null takes the realm's own away.</summary>
    public static RealmState Replace(RealmState realm, JsonObject? document)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var extra = new Dictionary<string, JsonElement>(realm.Extra ?? [], StringComparer.Ordinal);
        var components = extra.GetValueOrDefault(Components) is { ValueKind: JsonValueKind.Object } known ? (JsonObject)JsonNode.Parse(known.GetRawText())! : [];
        var existing = (components[Type] as JsonArray)?.OfType<JsonObject>().FirstOrDefault();
        components.Remove(Type);
        if (document is not null)
        {
            components[Type] = new JsonArray(Component(realm, (string?)existing?["id"], document));
        }

        if (components.Count == 0)
        {
            extra.Remove(Components);
        }
        else
        {
            extra[Components] = JsonElement.Parse(components.ToJsonString());
        }

        return realm with { Extra = extra };
    }

    private static JsonObject Component(RealmState realm, string? id, JsonObject document) => new()
    {
        ["id"] = id ?? DerivedId.Of(realm.Id, "component", Provider),
        ["providerId"] = Provider,
        ["subComponents"] = new JsonObject(),
        ["config"] = new JsonObject { [Setting] = new JsonArray((JsonNode)document.ToJsonString(s_readable)) },
    };

    private static JsonElement? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonInput.Element(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
