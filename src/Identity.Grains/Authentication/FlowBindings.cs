using System.Text.Json;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Grains.Authentication;

/// <summary>Which flow a realm or a client uses for what.</summary>
public static class FlowBindings
{
    /// <summary>The field of a realm for logins in browsers.</summary>
    public const string Browser = "browserFlow";

    /// <summary>The field of a realm for the password grant.</summary>
    public const string DirectGrant = "directGrantFlow";

    private static readonly (string Field, string Default)[] s_fields =
    [
        (Browser, "browser"), ("registrationFlow", "registration"), (DirectGrant, "direct grant"), ("resetCredentialsFlow", "reset credentials"),
        ("clientAuthenticationFlow", "clients"), ("dockerAuthenticationFlow", "docker auth"), ("firstBrokerLoginFlow", "first broker login"),
    ];

    private static readonly Dictionary<string, string> s_overrides = new(StringComparer.Ordinal) { ["browser"] = Browser, ["direct_grant"] = DirectGrant };

    /// <summary>The built-in flow of a realm's field; null when the field binds no flow.</summary>
    public static string? DefaultOf(string field) => s_fields.FirstOrDefault(known => known.Field == field).Default;

    /// <summary>The aliases that a realm's fields name.</summary>
    public static IReadOnlyList<(string Field, string Alias)> OfRealm(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return [.. s_fields.Select(known => (known.Field,
            realm.Extra is { } extra && extra.TryGetValue(known.Field, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } alias
                ? alias
                : known.Default))];
    }

    /// <summary>The ids of flows that a client uses instead of the realm's, by the realm's field.</summary>
    public static IReadOnlyList<(string Field, string FlowId)> OfClient(ClientState client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.Extra is { } extra && extra.TryGetValue("authenticationFlowBindingOverrides", out var overrides)
            ? OfOverrides(overrides)
            : [];
    }

    /// <summary>The same for a client's field authenticationFlowBindingOverrides.</summary>
    public static IReadOnlyList<(string Field, string FlowId)> OfOverrides(JsonElement overrides) =>
        overrides.ValueKind == JsonValueKind.Object
            ? [.. overrides.EnumerateObject()
                .Where(entry => entry.Value.ValueKind == JsonValueKind.String && entry.Value.GetString()!.Length > 0)
                .Select(entry => (s_overrides.GetValueOrDefault(entry.Name, entry.Name), entry.Value.GetString()!))]
            : [];
}
