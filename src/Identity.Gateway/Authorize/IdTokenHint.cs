using Identity.Gateway.Realms;
using Identity.Gateway.Tokens;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Authorize;

/// <summary>An ID token of ours that a client shows to say whom it means. It may have expired (OpenID Connect RP-Initiated Logout 1.0 section 2).</summary>
/// <param name="Subject">Whom.</param>
/// <param name="ClientId">The client_id it was issued to.</param>
/// <param name="SessionId">The login it came from.</param>
internal sealed record IdTokenHint(string Subject, string ClientId, string? SessionId)
{
    /// <summary>Reads a hint; null when this realm did not issue it as an ID token.</summary>
    public static IdTokenHint? Read(RealmContext realm, string token) =>
        TokenReader.Read(realm, token) is { Type: TokenTypes.Id, Subject: { } subject } hint ? new IdTokenHint(subject, hint.ClientId, hint.SessionId) : null;

    /// <inheritdoc/>
    public override string ToString() => $"IdTokenHint {{ {ClientId} {Subject} }}";
}
