using Identity.Grains.Users;

namespace Identity.Grains.Passwords;

/// <summary>What became of a presented user name and password.</summary>
public abstract record PasswordResult
{
    private PasswordResult()
    {
    }

    /// <summary>The password is right, the user enabled and not locked.</summary>
    /// <param name="User">Without credentials. As of this request; since then the grain has found it enabled, not locked, and with this password.</param>
    /// <param name="Password">The credential that was matched, as it is stored now: its hash may have been upgraded.</param>
    /// <param name="SecondFactor">What must be shown before the user is logged in; until then the failures are not cleared.</param>
    public sealed record Accepted(UserState User, Credential Password, SecondFactor SecondFactor) : PasswordResult;

    /// <summary>Unknown user, wrong password, no password, or locked: callers answer all of these alike.</summary>
    /// <param name="Detail">For the log only.</param>
    /// <param name="UserId">Null when there is no such user.</param>
    public sealed record Rejected(string Detail, string? UserId) : PasswordResult;

    /// <summary>Nothing was looked at: too many logins from the network have failed of late, whoever's.</summary>
    /// <param name="Wait">How long until another is looked at.</param>
    public sealed record HeldBack(TimeSpan Wait) : PasswordResult;

    /// <summary>The password is right and the account is disabled.</summary>
    public sealed record Disabled(UserState User) : PasswordResult;
}
