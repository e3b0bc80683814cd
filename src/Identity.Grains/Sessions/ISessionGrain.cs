using Identity.Grains.Events;
using Identity.Grains.Storage;

namespace Identity.Grains.Sessions;

/// <summary>One session: a browser's (or direct grant's) login, or an offline session.</summary>
/// <remarks>Key: <see cref="SessionKey"/> as <see cref="EntityKey"/>. Owns: the login, its clients, codes, refresh families
/// and revocations (<see cref="SessionState"/>). Written: before each reply that starts, consumes, rotates, revokes or ends;
/// plain use is written at most once per tenth of the idle time. Called by: authorize, token, userinfo, introspection, logout.</remarks>
[Alias("identity.session-grain"), Version(1)]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Begins the session. Null when the login that it is of (<see cref="SessionStart.FinishesLoginUntil"/>) has been finished before, whatever
    /// has become of its session; otherwise the key must be new: a fault if not.</summary>
    [Alias("start"), Repeatable]
    Task<Authorized?> StartAsync(SessionStart start);

    /// <summary>Lets a client into the live session and issues its code; null when the session has ended.</summary>
    [Alias("authorize"), Repeatable]
    Task<Authorized?> AuthorizeAsync(ClientAuthorization authorization);

    /// <summary>Redeems a code, once. Presenting a code again ends the client's part of the session.</summary>
    /// <remarks>Takes no cancellation token: a caller that has gone away must not leave a redemption half done.</remarks>
    [Alias("redeem-code"), Repeatable]
    Task<CodeResult> RedeemCodeAsync(CodeRedemption redemption);

    /// <summary>Uses a refresh token, rotating it where the realm says so.</summary>
    [Alias("refresh"), Repeatable]
    Task<RefreshResult> RefreshAsync(RefreshRequest request);

    /// <summary>Revokes one access token of the client. Idempotent.</summary>
    [Alias("revoke-token"), Repeatable]
    Task RevokeTokenAsync(string clientId, string jti, long expiresAt);

    /// <summary>Ends the client's part: its codes and tokens are refused from now on. Ends the session with its last client. Idempotent.</summary>
    [Alias("end-client"), Repeatable]
    Task EndClientAsync(string clientId);

    /// <summary>Ends the session for good. Idempotent. Answers the clients that were in it, for their logout.</summary>
    [Alias("end"), Repeatable]
    Task<IReadOnlyList<string>> EndAsync();

    /// <summary>As <see cref="EndAsync"/>, with the event of whoever ends it in the same commit. A session that is gone already stores none.</summary>
    [Alias("end-reported"), Repeatable]
    Task<IReadOnlyList<string>> EndReportedAsync(AdminEvent? reported);

    /// <summary>As <see cref="EndClientAsync"/>, with the event of whoever ends it in the same commit. A part that is gone already stores none.</summary>
    [Alias("end-client-reported"), Repeatable]
    Task EndClientReportedAsync(string clientId, AdminEvent? reported);
}

/// <summary>A client was let in.</summary>
[GenerateSerializer, Immutable, Alias("identity.authorized")]
public sealed record Authorized
{
    /// <summary>The session.</summary>
    [Id(0)]
    public required SessionView Session { get; init; }

    /// <summary>The secret part of the code; null when none was asked for.</summary>
    [Id(1)]
    public string? CodeSecret { get; init; }

    /// <summary>The refresh family of a direct grant, generation 0; null when a code was issued.</summary>
    [Id(2)]
    public string? FamilyId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"Authorized {{ {Session.Id} }}";
}

/// <summary>What became of a code.</summary>
[GenerateSerializer, Alias("identity.code-result")]
public abstract record CodeResult
{
    private CodeResult()
    {
    }

    /// <summary>The code is spent; tokens may be issued.</summary>
    [GenerateSerializer, Immutable, Alias("identity.code-result.redeemed")]
    public sealed record Redeemed : CodeResult
    {
        /// <summary>The session.</summary>
        [Id(0)]
        public required SessionView Session { get; init; }

        /// <summary>What the authorization request asked for.</summary>
        [Id(1)]
        public required PendingCode Code { get; init; }

        /// <summary>The refresh family begun, generation 0.</summary>
        [Id(2)]
        public required string FamilyId { get; init; }
    }

    /// <summary>The code is not accepted, now or ever.</summary>
    [GenerateSerializer, Immutable, Alias("identity.code-result.refused")]
    public sealed record Refused : CodeResult
    {
        /// <summary>Why.</summary>
        [Id(0)]
        public required CodeRefusal Reason { get; init; }
    }
}

/// <summary>Why a code was refused.</summary>
[GenerateSerializer, Alias("identity.code-refusal")]
public enum CodeRefusal
{
    /// <summary>Unknown, expired, or of a session that has ended.</summary>
    NotValid,

    /// <summary>Presented before: what it had issued is revoked.</summary>
    Reused,

    /// <summary>The redirect_uri is not that of the authorization request.</summary>
    RedirectUriMismatch,

    /// <summary>There was a code_challenge and no code_verifier came.</summary>
    VerifierMissing,

    /// <summary>The code_verifier does not match the challenge, or is malformed.</summary>
    VerifierMismatch,

    /// <summary>A code_verifier came although there was no code_challenge (RFC 9700 section 4.8.2: downgrade).</summary>
    VerifierUnexpected,
}

/// <summary>What became of a refresh.</summary>
[GenerateSerializer, Alias("identity.refresh-result")]
public abstract record RefreshResult
{
    private RefreshResult()
    {
    }

    /// <summary>New tokens may be issued.</summary>
    [GenerateSerializer, Immutable, Alias("identity.refresh-result.refreshed")]
    public sealed record Refreshed : RefreshResult
    {
        /// <summary>The session.</summary>
        [Id(0)]
        public required SessionView Session { get; init; }

        /// <summary>The successor's family.</summary>
        [Id(1)]
        public required string FamilyId { get; init; }

        /// <summary>The successor's generation.</summary>
        [Id(2)]
        public int Generation { get; init; }
    }

    /// <summary>The session or the client's part of it has ended.</summary>
    [GenerateSerializer, Immutable, Alias("identity.refresh-result.not-active")]
    public sealed record NotActive : RefreshResult;

    /// <summary>The token was rotated before: its family is revoked now.</summary>
    [GenerateSerializer, Immutable, Alias("identity.refresh-result.reused")]
    public sealed record Reused : RefreshResult;
}
