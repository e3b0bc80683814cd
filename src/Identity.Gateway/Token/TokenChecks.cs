using System.Collections.Frozen;
using Identity.Gateway.ClientAuthentication;
using Identity.Gateway.Cors;
using Identity.Gateway.Errors;
using Identity.Gateway.Forms;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Token;

/// <summary>What every token request must pass, in this order, before its grant is looked at.</summary>
internal sealed class TokenChecks
{
    private readonly TokenCheck[] _ordered;
    private readonly FrozenDictionary<string, ITokenGrant> _grants;
    private readonly ClientAuthenticator _clients;

    public TokenChecks(IEnumerable<ITokenGrant> grants, ClientAuthenticator clients)
    {
        _grants = grants.ToFrozenDictionary(grant => grant.Type, StringComparer.Ordinal);
        _clients = clients;
        _ordered =
        [
            FormIsReadable,
            GrantTypeIsKnown,
            ClientIsAuthentic,
            ClientIsNotBearerOnly,
            OriginIsAllowed,
        ];
    }

    /// <summary>The first refusal; null when all checks pass.</summary>
    public async ValueTask<OAuthError?> RefuseAsync(TokenRequest request)
    {
        foreach (var check in _ordered)
        {
            if (await check(request) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private static async ValueTask<OAuthError?> FormIsReadable(TokenRequest request)
    {
        (request.Form, var error) = await FormParameters.ReadAsync(request.Http.Request, request.Aborted);
        return error;
    }

    private ValueTask<OAuthError?> GrantTypeIsKnown(TokenRequest request)
    {
        if (request.Form[ParameterNames.GrantType] is not { } type)
        {
            return new(new OAuthError(400, ErrorCodes.InvalidRequest, "Missing form parameter: grant_type"));
        }

        if (!_grants.TryGetValue(type, out var grant))
        {
            return new(new OAuthError(400, ErrorCodes.UnsupportedGrantType, "Unsupported grant_type"));
        }

        request.Grant = grant;
        return default;
    }

    private async ValueTask<OAuthError?> ClientIsAuthentic(TokenRequest request)
    {
        switch (await _clients.AuthenticateAsync(request.Http, request.Realm, request.Form))
        {
            case ClientAuthenticationResult.Accepted accepted:
                request.Client = accepted.Client;
                return null;
            case ClientAuthenticationResult.Refused refused:
                return CorsHeaders.Readable(request.Http, refused.Error);
            default:
                throw new InvalidOperationException("Unknown client authentication result.");
        }
    }

    private static ValueTask<OAuthError?> ClientIsNotBearerOnly(TokenRequest request) =>
        new(request.Client.BearerOnly ? new OAuthError(400, ErrorCodes.InvalidClient, "Bearer-only not allowed") : null);

    private static ValueTask<OAuthError?> OriginIsAllowed(TokenRequest request) =>
        new(CorsHeaders.TryAllow(request.Http, request.Realm, request.Client) ? null : new OAuthError(403, "Invalid origin", null));
}
