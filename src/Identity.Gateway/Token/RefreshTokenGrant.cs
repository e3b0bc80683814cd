using Identity.Gateway.Tokens;
using Identity.Grains.Claims;
using Identity.Grains.Protocol;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Token;

/// <summary>Exchanges a refresh token for new tokens (RFC 6749 section 6, RFC 9700 section 4.14).</summary>
internal sealed class RefreshTokenGrant(SessionReader sessions, UserReader users, IGrainFactory grains, TokenIssuer issuer, TimeProvider time) : ITokenGrant
{
    public string Type => GrantTypes.RefreshToken;

    public async Task<GrantResult> GrantAsync(TokenRequest request)
    {
        if (request.Form[ParameterNames.RefreshToken] is not { } text)
        {
            return GrantErrors.Refuse(400, ErrorCodes.InvalidRequest, "No refresh token");
        }

        if (TokenReader.Read(request.Realm, text) is not { Type: TokenTypes.Refresh or TokenTypes.Offline, SessionId: not null, FamilyId: not null, Subject: not null } token)
        {
            return GrantErrors.InvalidGrant("Invalid refresh token");
        }

        if (token.ClientId != request.Client.ClientId)
        {
            return GrantErrors.InvalidGrant("Invalid refresh token. Token client and authorized client don't match");
        }

        if (token.HasExpired(time.GetUtcNow().ToUnixTimeSeconds()))
        {
            return GrantErrors.InvalidGrant("Token is not active");
        }

        var requested = request.Form[ParameterNames.Scope];
        if (requested is not null && ScopeGrant.Resolve(request.Realm.Realm, request.Client, requested) is null)
        {
            return GrantErrors.InvalidScope(requested);
        }

        // The user comes before what is written: a refused refresh does not use the token up.
        var realm = request.Realm.Realm;
        var (session, refresh) = (Session(request, token), Request(request, token));
        var reading = users.FindAsync(realm.Id, token.Subject, request.Aborted);
        var trying = sessions.TryRefreshAsync(realm, session, refresh, request.Aborted);
        await Task.WhenAll(reading, trying);
        var user = await reading;
        return user is null || ServiceAccounts.IsOfAnother(user, request.Client) ? GrantErrors.InvalidGrant("Invalid refresh token", "unknown user")
            : !user.Enabled ? GrantErrors.InvalidGrant("User disabled")
            : token.IssuedAt < NotBefore.Of(realm, request.Client, user) ? GrantErrors.InvalidGrant("Stale token")
            : await AnswerAsync(request, token, user, await trying ?? await grains.Get<ISessionGrain>(session).RefreshAsync(refresh));
    }

    private async Task<GrantResult> AnswerAsync(TokenRequest request, VerifiedToken token, UserState user, RefreshResult result) => result switch
    {
        RefreshResult.Refreshed refreshed => Issue(request, token, user, refreshed),
        RefreshResult.Reused => GrantErrors.InvalidGrant("Maximum allowed refresh token reuse exceeded"),
        RefreshResult.NotActive => await sessions.FindAsync(request.Realm.Realm, Session(request, token), clientId: null, request.Aborted) is null
            ? GrantErrors.InvalidGrant("Session not active")
            : GrantErrors.InvalidGrant("Session doesn't have required client"),
        _ => throw new InvalidOperationException("Unknown refresh result."),
    };

    private static EntityKey Session(TokenRequest request, VerifiedToken token) =>
        SessionKey.Of(request.Realm.Realm.Id, token.SessionId!, token.Type == TokenTypes.Offline);

    private static RefreshRequest Request(TokenRequest request, VerifiedToken token) =>
        new() { ClientId = request.Client.Id, FamilyId = token.FamilyId!, Generation = token.Generation };

    private GrantResult.Issued Issue(TokenRequest request, VerifiedToken token, UserState user, RefreshResult.Refreshed refreshed)
    {
        // A session never answers for another user.
        if (refreshed.Session.UserId != user.Id)
        {
            throw new InvalidOperationException($"Session {refreshed.Session.Id} is not of user {user.Id}.");
        }

        var realm = request.Realm.Realm;
        var scope = RefreshScope.Resolve(realm, request.Client, token.Scope, request.Form[ParameterNames.Scope]);
        return new GrantResult.Issued(issuer.Issue(new TokenOrder
        {
            Realm = request.Realm,
            Client = request.Client,
            User = user,
            Session = refreshed.Session,
            Scope = ScopeGrant.Permit(realm, request.Client, user, scope),
            GrantLetters = "rt",
            Refresh = RefreshOrders.IsUsed(request.Client)
                ? new RefreshOrder(refreshed.FamilyId, refreshed.Generation, token.Scope ?? string.Empty)
                : null,
        }));
    }
}
