namespace Identity.Grains.Users;

/// <summary>What a password is to be checked against.</summary>
public sealed record PasswordCheck
{
    /// <summary>The user, without credentials.</summary>
    public required UserState User { get; init; }

    /// <summary>The stored password; null when the user has none.</summary>
    public Credential? Password { get; init; }

    /// <summary>Too many failures: the answer is no, whatever the password, to all but known browsers. A lockout of one network is in the user's failures.</summary>
    public bool Locked { get; init; }

    /// <summary>What must be shown after the password.</summary>
    public SecondFactor SecondFactor { get; init; }

    /// <summary>What a browser that the user is known in keeps; null when the user has no password.</summary>
    public string? BrowserMark { get; init; }
}
