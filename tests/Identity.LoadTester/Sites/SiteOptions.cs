using System.Globalization;

namespace Identity.LoadTester.Sites;

/// <summary>What is put under load, and as whom. The defaults are what the command <c>data</c> makes.</summary>
internal sealed record SiteOptions
{
    /// <summary>The base of each pod, such as http://127.0.0.1:8080. Each request goes to the next one.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    public string Realm { get; init; } = "load";

    /// <summary>A confidential client with the code flow and a service account.</summary>
    public string Client { get; init; } = "load-app";

    public string Secret { get; init; } = "load-secret";

    public string RedirectUri { get; init; } = "http://localhost:9999/callback";

    /// <summary>How many users there are; each flow takes one at random.</summary>
    public int Users { get; init; } = 1000;

    /// <summary>A user's name; {n} is a number from 0.</summary>
    public string Username { get; init; } = "user-{n}";

    /// <summary>A user's password; {n} is the same number.</summary>
    public string Password { get; init; } = "load-password";

    /// <summary>Who may make realms; in the realm master, through the client admin-cli.</summary>
    public string Admin { get; init; } = "admin";

    public string AdminPassword { get; init; } = "admin";

    /// <summary>Whether each request makes a connection of its own.</summary>
    public bool NewConnections { get; init; }

    /// <summary>The name of that user.</summary>
    public string UsernameOf(int number) => Numbered(Username, number);

    /// <summary>That user's password.</summary>
    public string PasswordOf(int number) => Numbered(Password, number);

    private static string Numbered(string pattern, int number) => pattern.Replace("{n}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
