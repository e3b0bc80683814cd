using System.Text.Json.Nodes;

namespace Identity.Gateway.Tests.Keycloak;

/// <summary>The realm that Keycloak 26.7.4 exported after its answers were recorded in it, without its flows and keys; and copies of it
/// with one setting changed, each for the answers that were recorded after that change.</summary>
internal static class RecordedRealm
{
    /// <summary>As exported.</summary>
    public const string Name = "recorded";

    /// <summary>With brute-force protection after three failures.</summary>
    public const string Guarded = "recorded-guarded";

    /// <summary>Disabled.</summary>
    public const string Disabled = "recorded-disabled";

    /// <summary>Whose user alice is disabled by the tests.</summary>
    public const string Leaving = "recorded-leaving";

    /// <summary>All four, as realm files.</summary>
    public static IEnumerable<JsonObject> Files =>
    [
        File(Name),
        File(Guarded, realm =>
        {
            realm["bruteForceProtected"] = true;
            realm["failureFactor"] = 3;
            realm["quickLoginCheckMilliSeconds"] = 0;
        }),
        File(Disabled, realm => realm["enabled"] = false),
        File(Leaving),
    ];

    private static JsonObject File(string name, Action<JsonObject>? change = null)
    {
        var realm = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "rec-realm.json")))!.AsObject();
        realm["realm"] = name;
        realm["id"] = Guid.NewGuid().ToString();
        change?.Invoke(realm);
        return realm;
    }
}
