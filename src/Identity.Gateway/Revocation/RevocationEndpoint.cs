using Identity.Gateway.ClientAuthentication;
using Identity.Gateway.Cors;
using Identity.Gateway.Errors;
using Identity.Gateway.Events;
using Identity.Gateway.Forms;
using Identity.Gateway.Realms;
using Identity.Gateway.Tokens;
using Identity.Grains.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Revocation;

/// <summary>Token revocation (RFC 7009). The answer is sent after the commit: no pod accepts the token again.</summary>
internal sealed partial class RevocationEndpoint(ClientAuthenticator clients, TokenRevocation revocation, LoginEvents events, ILogger<RevocationEndpoint> logger)
{
    public async Task AnswerAsync(HttpContext http, RealmContext realm)
    {
        var (form, error) = await FormParameters.ReadAsync(http.Request, http.RequestAborted);
        error ??= await clients.AuthenticateAsync(http, realm, form) switch
        {
            ClientAuthenticationResult.Accepted accepted when !CorsHeaders.TryAllow(http, realm, accepted.Client) => new OAuthError(403, "Invalid origin", null),
            ClientAuthenticationResult.Accepted accepted => await RevokeAsync(http, realm, accepted.Client.ClientId, form),
            ClientAuthenticationResult.Refused refused => CorsHeaders.Readable(http, refused.Error),
            _ => throw new InvalidOperationException("Unknown client authentication result."),
        };
        if (error is not null)
        {
            await OAuthErrorWriter.WriteAsync(http, error);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentLength = 0;
    }

    private async Task<OAuthError?> RevokeAsync(HttpContext http, RealmContext realm, string clientId, FormParameters form)
    {
        if (form[ParameterNames.Token] is not { } text)
        {
            return new OAuthError(400, ErrorCodes.InvalidRequest, "Token not provided");
        }

        // RFC 7009 section 2.2: an unknown token is no failure. Keycloak's body says so all the same.
        if (TokenReader.Read(realm, text) is not { } token)
        {
            return new OAuthError(200, ErrorCodes.InvalidToken, "Invalid token");
        }

        if (token.Type == TokenTypes.Id)
        {
            return new OAuthError(400, ErrorCodes.UnsupportedTokenType, "Unsupported token type");
        }

        if (token.ClientId != clientId)
        {
            return new OAuthError(400, ErrorCodes.InvalidRequest, "Unmatching clients");
        }

        await revocation.RevokeAsync(realm, token);
        await events.RecordAsync(http, realm, new LoginHappening("REVOKE_GRANT") { ClientId = clientId, UserId = token.Subject, SessionId = token.SessionId });
        LogRevoked(realm.Realm.Name, token.Type, token.Id, token.SessionId);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm}: revoked {TokenType} token {TokenId} of session {SessionId}")]
    private partial void LogRevoked(string realm, string tokenType, string tokenId, string? sessionId);
}

/// <summary>Registers and maps the revocation endpoint.</summary>
internal static class RevocationEndpointMapping
{
    public static IServiceCollection AddRevocation(this IServiceCollection services) => services
        .AddSingleton<TokenRevocation>()
        .AddSingleton<RevocationEndpoint>();

    public static void MapRevocation(this IEndpointRouteBuilder routes)
    {
        const string path = "/protocol/openid-connect/revoke";
        var endpoint = routes.ServiceProvider.GetRequiredService<RevocationEndpoint>();
        routes.MapRealm(path, [HttpMethods.Post], endpoint.AnswerAsync);
        routes.MapRealm(path, [HttpMethods.Options], (http, _) => CorsHeaders.PreflightAsync(http, "POST, OPTIONS"));
    }
}
