using Identity.Gateway.Cors;
using Identity.Gateway.Errors;
using Identity.Gateway.Events;
using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Token;

/// <summary>The token endpoint (RFC 6749 section 3.2).</summary>
internal sealed partial class TokenEndpoint(TokenChecks checks, TokenMetrics metrics, LoginEvents events, ILogger<TokenEndpoint> logger)
{
    /// <summary>Answers one request: the checks, then the grant.</summary>
    public async Task AnswerAsync(HttpContext http, RealmContext realm)
    {
        var request = new TokenRequest(http, realm);
        if (await checks.RefuseAsync(request) is { } error)
        {
            await RefuseAsync(request, error);
            return;
        }

        switch (await request.Grant.GrantAsync(request))
        {
            case GrantResult.Issued issued:
                metrics.Granted(request.Grant.Type);
                LogGranted(realm.Realm.Name, request.Grant.Type, request.Client.Id, issued.Tokens.SessionState);
                if (LoginEvents.Keeps(realm, TokenHappenings.Type(request.Grant.Type)))
                {
                    await events.RecordAsync(http, realm, TokenHappenings.Granted(request, issued.Tokens));
                }

                await TokenResponseWriter.WriteAsync(http, issued.Tokens);
                break;
            case GrantResult.Refused refused:
                await RefuseAsync(request, refused.Error);
                break;
            default:
                throw new InvalidOperationException("Unknown grant result.");
        }
    }

    private async Task RefuseAsync(TokenRequest request, OAuthError error)
    {
        metrics.Refused(request.Grant?.Type, error.Code);
        LogRefused(request.Realm.Realm.Name, request.Grant?.Type, request.Client?.Id, error.Code, error.Detail ?? error.Description);
        await events.RecordAsync(request.Http, request.Realm, TokenHappenings.Refused(request, error));
        await OAuthErrorWriter.WriteAsync(request.Http, error);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Realm {Realm}: granted {GrantType} to client {ClientId}, session {SessionId}")]
    private partial void LogGranted(string realm, string grantType, string clientId, string? sessionId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm}: refused {GrantType} to client {ClientId}: {Error}, {Reason}")]
    private partial void LogRefused(string realm, string? grantType, string? clientId, string error, string? reason);
}

/// <summary>Registers and maps the token endpoint.</summary>
internal static class TokenEndpointMapping
{
    public static IServiceCollection AddToken(this IServiceCollection services) => services
        .AddSingleton<TokenMetrics>()
        .AddSingleton<TokenChecks>()
        .AddSingleton<TokenEndpoint>()
        .AddSingleton<OfflineSessions>()
        .AddSingleton<ITokenGrant, AuthorizationCodeGrant>()
        .AddSingleton<ITokenGrant, RefreshTokenGrant>()
        .AddSingleton<ITokenGrant, ClientCredentialsGrant>()
        .AddSingleton<ITokenGrant, PasswordGrant>();

    public static void MapToken(this IEndpointRouteBuilder routes)
    {
        const string path = "/protocol/openid-connect/token";
        var endpoint = routes.ServiceProvider.GetRequiredService<TokenEndpoint>();
        routes.MapRealm(path, [HttpMethods.Post], endpoint.AnswerAsync);
        routes.MapRealm(path, [HttpMethods.Options], (http, _) => CorsHeaders.PreflightAsync(http, "POST, OPTIONS"));
    }
}
