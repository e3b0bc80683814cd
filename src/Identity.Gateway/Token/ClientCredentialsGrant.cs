using Identity.Gateway.Tokens;
using Identity.Grains.Claims;
using Identity.Grains.Protocol;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Token;

/// <summary>Tokens for the client itself (RFC 6749 section 4.4): about its service account, without a session unless the client
/// asks for refresh tokens.</summary>
internal sealed class ClientCredentialsGrant(IGrainFactory grains, TokenIssuer issuer, ServiceAccounts serviceAccounts) : ITokenGrant
{
    public string Type => GrantTypes.ClientCredentials;

    public async Task<GrantResult> GrantAsync(TokenRequest request)
    {
        var client = request.Client;
        if (client.PublicClient)
        {
            return GrantErrors.Refuse(401, ErrorCodes.UnauthorizedClient, "Public client not allowed to retrieve service account");
        }

        if (!client.ServiceAccountsEnabled)
        {
            return GrantErrors.Refuse(401, ErrorCodes.UnauthorizedClient, "Client not enabled to retrieve service account");
        }

        var realm = request.Realm.Realm;
        var requested = request.Form[ParameterNames.Scope];
        if (ScopeGrant.Resolve(realm, client, requested) is not { } scope)
        {
            return GrantErrors.InvalidScope(requested);
        }

        var user = await serviceAccounts.FindAsync(realm, client, request.Aborted);
        if (user is not { Enabled: true })
        {
            return GrantErrors.Refuse(401, ErrorCodes.InvalidRequest, "User of the service account is missing or disabled");
        }

        scope = ScopeGrant.Permit(realm, client, user, scope);
        var order = new TokenOrder
        {
            Realm = request.Realm,
            Client = client,
            User = user,
            Scope = scope,
            GrantLetters = "cc",
            Notes = Notes(request),
        };
        return new GrantResult.Issued(issuer.Issue(UsesRefreshTokens(request) ? await WithSessionAsync(request, order, user) : order));
    }

    private async Task<TokenOrder> WithSessionAsync(TokenRequest request, TokenOrder order, UserState user)
    {
        var session = grains.Get<ISessionGrain>(SessionKey.Of(request.Realm.Realm.Id, SessionKey.NewId(), offline: false));
        var started = await session.StartAsync(new SessionStart
        {
            UserId = user.Id,
            Username = user.Username,
            IpAddress = request.IpAddress,
            Notes = order.Notes,
            Client = new ClientAuthorization { ClientId = request.Client.Id },
        });
        return order with { Session = started!.Session, Refresh = RefreshOrders.For(request.Client, started.FamilyId!, order.Scope) };
    }

    private static bool UsesRefreshTokens(TokenRequest request) =>
        request.Client.Attributes.TryGetValue(ClientAttributes.ClientCredentialsRefreshToken, out var value) && value == "true";

    private static Dictionary<string, string> Notes(TokenRequest request)
    {
        var address = request.IpAddress ?? string.Empty;
        return new(StringComparer.Ordinal)
        {
            ["clientHost"] = address,
            ["clientAddress"] = address,
            ["client_id"] = request.Client.ClientId,
        };
    }
}
