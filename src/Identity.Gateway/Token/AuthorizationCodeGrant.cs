using System.Buffers.Text;
using System.Security.Cryptography;
using Identity.Gateway.Tokens;
using Identity.Grains.Claims;
using Identity.Grains.Protocol;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Token;

/// <summary>Redeems an authorization code (RFC 6749 section 4.1.3). The code is spent before anything is issued, whatever comes after.</summary>
internal sealed class AuthorizationCodeGrant(UserReader users, IGrainFactory grains, TokenIssuer issuer, OfflineSessions offlineSessions) : ITokenGrant
{
    public string Type => GrantTypes.AuthorizationCode;

    public async Task<GrantResult> GrantAsync(TokenRequest request)
    {
        if (request.Form[ParameterNames.Code] is not { } text)
        {
            return GrantErrors.MissingParameter(ParameterNames.Code);
        }

        if (!AuthorizationCode.TryParse(text, out var code))
        {
            return GrantErrors.InvalidGrant("Code not valid", "malformed code");
        }

        if (code.ClientUuid != request.Client.Id)
        {
            return GrantErrors.InvalidGrant("Auth error: Found different client_id in clientSession");
        }

        if (!request.Client.StandardFlowEnabled)
        {
            return GrantErrors.Refuse(400, ErrorCodes.UnauthorizedClient, "Client not allowed to exchange code");
        }

        var session = grains.Get<ISessionGrain>(SessionKey.Of(request.Realm.Realm.Id, code.SessionId, offline: false));
        var result = await session.RedeemCodeAsync(new CodeRedemption
        {
            ClientId = request.Client.Id,
            Secret = code.Secret,
            RedirectUri = request.Form[ParameterNames.RedirectUri],
            CodeVerifier = request.Form[ParameterNames.CodeVerifier],
            Attempt = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)),
        });
        return result switch
        {
            CodeResult.Redeemed redeemed => await IssueAsync(request, redeemed),
            CodeResult.Refused refused => GrantErrors.Of(refused.Reason),
            _ => throw new InvalidOperationException("Unknown code result."),
        };
    }

    private async Task<GrantResult> IssueAsync(TokenRequest request, CodeResult.Redeemed redeemed)
    {
        var realm = request.Realm.Realm;
        var user = await users.FindAsync(realm.Id, redeemed.Session.UserId, request.Aborted);
        if (user is not { ServiceAccountClientId: null })
        {
            return GrantErrors.InvalidGrant("User not found");
        }

        if (!user.Enabled)
        {
            return GrantErrors.InvalidGrant("User disabled");
        }

        // Everyone was logged out between the login and now.
        if (redeemed.Session.Started < Math.Max(realm.Settings.NotBefore, user.NotBefore))
        {
            return GrantErrors.InvalidGrant("Session not active", "the session is older than not-before");
        }

        if (ScopeGrant.Resolve(realm, request.Client, redeemed.Code.Scope) is not { } scope)
        {
            return GrantErrors.InvalidScope(redeemed.Code.Scope);
        }

        scope = ScopeGrant.Permit(realm, request.Client, user, scope);
        var (session, family) = (redeemed.Session, redeemed.FamilyId);
        if (scope.Offline)
        {
            if (!OfflineSessions.IsAllowed(realm, user))
            {
                return GrantErrors.OfflineNotAllowed();
            }

            var joined = await offlineSessions.JoinAsync(request.Realm, session, request.Client.Id);
            (session, family) = (joined.Session, joined.FamilyId!);
        }

        return new GrantResult.Issued(issuer.Issue(new TokenOrder
        {
            Realm = request.Realm,
            Client = request.Client,
            User = user,
            Session = session,
            Scope = scope,
            GrantLetters = "ac",
            Nonce = redeemed.Code.Nonce,
            ClaimsParameter = redeemed.Code.Claims,
            Refresh = RefreshOrders.For(request.Client, family, scope),
        }));
    }
}
