namespace Identity.Testing;

/// <summary>The realm acme, exported from a Keycloak 26.7.4 with its users' hashed passwords.</summary>
public static class TestRealm
{
    /// <summary>The realm's name.</summary>
    public const string Name = "acme";

    /// <summary>A user whose password is stored as Argon2id.</summary>
    public const string User = "alice";

    /// <summary>That user's password.</summary>
    public const string Password = "alice-password";

    /// <summary>The export.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "acme-realm.json");
}
