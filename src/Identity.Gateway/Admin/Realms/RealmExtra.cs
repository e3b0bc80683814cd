using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Realms;

/// <summary>Parts of a realm that are kept as Keycloak's JSON.</summary>
internal static class RealmExtra
{
    /// <summary>A copy of the part; null when there is none or it is no object.</summary>
    public static JsonObject? Object(RealmState realm, string name) => Node(realm, name) as JsonObject;

    /// <summary>Whether the part is true.</summary>
    public static bool Flag(RealmState realm, string name) => realm.Extra is { } extra && extra.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A copy of the part; null when there is none or it is no array.</summary>
    public static JsonArray? Array(RealmState realm, string name) => Node(realm, name) as JsonArray;

    /// <summary>The realm with the part replaced; null takes it out.</summary>
    public static RealmState With(RealmState realm, string name, JsonNode? value)
    {
        var extra = new Dictionary<string, JsonElement>(realm.Extra ?? [], StringComparer.Ordinal);
        if (value is null)
        {
            extra.Remove(name);
        }
        else
        {
            extra[name] = JsonElement.Parse(value.ToJsonString());
        }

        return realm with { Extra = extra };
    }

    private static JsonNode? Node(RealmState realm, string name) =>
        realm.Extra is { } extra && extra.TryGetValue(name, out var value) ? JsonNode.Parse(value.GetRawText()) : null;
}
