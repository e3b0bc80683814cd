namespace Identity.Grains.Users;

/// <summary>What a password is to be checked against.</summary>
[GenerateSerializer, Immutable, Alias("identity.password-check")]
public sealed record PasswordCheck
{
    /// <summary>The user, without credentials.</summary>
    [Id(0)]
    public required UserState User { get; init; }

    /// <summary>The stored password; null when the user has none.</summary>
    [Id(1)]
    public Credential? Password { get; init; }

    /// <summary>Too many failures: the answer is no, whatever the password, to all but known browsers. A lockout of one network is in the user's failures.</summary>
    [Id(2)]
    public bool Locked { get; init; }

    /// <summary>What must be shown after the password.</summary>
    [Id(3)]
    public SecondFactor SecondFactor { get; init; }

    /// <summary>What a browser that the user is known in keeps; null when the user has no password.</summary>
    [Id(4)]
    public string? BrowserMark { get; init; }
}
