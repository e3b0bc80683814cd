namespace Identity.Grains.Passwords;

/// <summary>How passwords are hashed and refused on this pod.</summary>
public sealed class PasswordsOptions
{
    /// <summary>Threads that hash. Default 0: one for each core but one, at least one. Range 0 to 256.</summary>
    public int Workers { get; set; }

    /// <summary>Passwords that may wait for a worker before more are refused with 503. Default 500: some ten seconds of Argon2 at
    /// its default cost for one worker, of which <see cref="MaxWait"/> admits the half. Range 1 to 100,000.</summary>
    public int QueueCapacity { get; set; } = 500;

    /// <summary>A password that has waited longer is refused with 503 and not hashed. Default 5 s, range 100 ms to 1 min.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a refusal takes at least after the hash. It hides whether a failure was committed to the database meanwhile,
    /// and so whether the user exists; choose more than a commit takes. Default 20 ms, range 0 to 1 s.</summary>
    public TimeSpan RefusalTime { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Wrong passwords and codes of all users of a realm together that one network may send in an hour, in a realm with brute force protection;
    /// twelve times as many for the server of an application that has shown its credentials. Default 300, 0 for no limit, at most 100,000.</summary>
    public int FailuresPerNetwork { get; set; } = 300;
}
