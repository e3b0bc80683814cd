using Identity.LoadTester.Scenarios.Day;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Scenarios;

/// <summary>All that there are.</summary>
internal static class AllScenarios
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["day", "login", "refresh", "client-credentials", "introspect", "userinfo", "revoke", "admin", "mixed"];

    /// <summary>The one of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Scenario Create(string name, Site site, ScenarioOptions options) => name switch
    {
        "day" => new DayScenario(site, options.Day),
        "login" => new LoginScenario(site, options.Logouts),
        "refresh" => new SessionScenario(site, name, options.Sessions, Application.RefreshAsync),
        "client-credentials" => new ClientCredentialsScenario(site),
        "introspect" => new SessionScenario(site, name, options.Sessions, Application.IntrospectAsync),
        "userinfo" => new SessionScenario(site, name, options.Sessions, Application.UserInfoAsync),
        "revoke" => new RevokeScenario(site),
        "admin" => new AdminScenario(site),
        "mixed" => new MixedScenario(site, options.Sessions),
        _ => throw new ArgumentException($"'{name}' is no scenario: {string.Join(", ", Names)}."),
    };
}

/// <summary>What scenarios can be told.</summary>
internal sealed record ScenarioOptions
{
    /// <summary>Sessions logged in beforehand.</summary>
    public int Sessions { get; init; } = 200;

    /// <summary>The part of logins that a logout follows.</summary>
    public double Logouts { get; init; } = 0.5;

    public DayOptions Day { get; init; } = new();
}
