namespace Identity.LoadTester.Benches;

/// <summary>A scenario of the bench.</summary>
/// <param name="Name">What its figures are called.</param>
/// <param name="Scenario">Which one is played.</param>
/// <param name="Realm">In which realm.</param>
/// <param name="IsSpread">Whether several pods play it too.</param>
internal sealed record BenchScenario(string Name, string Scenario, string Realm, bool IsSpread)
{
    private const string CheapHash = "pbkdf2-sha256:1000";

    /// <summary>Logins pay for their hash; everything else is played where that costs next to nothing.</summary>
    public static IReadOnlyList<(string Realm, string Hash, bool Rotates)> Realms { get; } =
        [("argon", "argon2", false), ("plain", CheapHash, false), ("rotating", CheapHash, true)];

    public static IReadOnlyList<BenchScenario> All { get; } =
    [
        new("client-credentials", "client-credentials", "plain", IsSpread: true),
        new("refresh", "refresh", "plain", IsSpread: true),
        new("refresh with rotation", "refresh", "rotating", IsSpread: false),
        new("userinfo", "userinfo", "plain", IsSpread: true),
        new("introspect", "introspect", "plain", IsSpread: true),
        new("login", "login", "argon", IsSpread: false),
    ];

    /// <summary>Whether its writes are counted.</summary>
    public bool Writes => Scenario is "login" or "refresh";
}
