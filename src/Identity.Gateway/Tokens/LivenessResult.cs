using Identity.Grains.Clients;
using Identity.Grains.Sessions;
using Identity.Grains.Users;

namespace Identity.Gateway.Tokens;

/// <summary>What stands behind a token.</summary>
internal abstract record LivenessResult
{
    private LivenessResult()
    {
    }

    /// <summary>Everything is there. The session is null for a token without one.</summary>
    public sealed record Live(ClientState Client, UserState User, SessionView? Session) : LivenessResult;

    /// <summary>The token no longer counts.</summary>
    public sealed record Dead(DeadReason Reason) : LivenessResult;
}

/// <summary>Why a token no longer counts.</summary>
internal enum DeadReason
{
    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Revoked, or issued before a not-before instant.</summary>
    Revoked,

    /// <summary>The session, or the client's part of it, has ended.</summary>
    SessionEnded,

    /// <summary>There is no such user any more.</summary>
    UserUnknown,

    /// <summary>The user is disabled.</summary>
    UserDisabled,

    /// <summary>The client is gone or disabled.</summary>
    ClientDisabled,
}
