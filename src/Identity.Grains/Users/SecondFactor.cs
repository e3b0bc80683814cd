namespace Identity.Grains.Users;

/// <summary>What a user has set up that must be shown after the password.</summary>
public enum SecondFactor
{
    /// <summary>Nothing: the password is enough.</summary>
    None,

    /// <summary>A time-based one-time code.</summary>
    OneTimeCode,

    /// <summary>Only kinds that cannot be checked here: the user is refused.</summary>
    Unsupported,
}
