using System.Text.Json.Nodes;
using Identity.Gateway.Cors;
using Identity.Gateway.Errors;
using Identity.Gateway.Forms;
using Identity.Gateway.Realms;
using Identity.Gateway.Token;
using Identity.Gateway.Tokens;
using Identity.Grains.Claims;
using Identity.Grains.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.UserInfo;

/// <summary>The userinfo endpoint (OpenID Connect Core section 5.3).</summary>
internal sealed partial class UserInfoEndpoint(TokenLiveness liveness, ILogger<UserInfoEndpoint> logger)
{
    private const string Bearer = "Bearer ";

    public async Task AnswerAsync(HttpContext http, RealmContext realm)
    {
        if (await FindTokenAsync(http, realm) is not { } token)
        {
            return;
        }

        if (realm.Realm.FindClient(token.ClientId) is { } client && !CorsHeaders.TryAllow(http, realm, client))
        {
            await OAuthErrorWriter.WriteAsync(http, new OAuthError(403, "Invalid origin", null));
            return;
        }

        switch (await liveness.CheckAsync(realm, token, http.RequestAborted))
        {
            case LivenessResult.Live live:
                await AnswerAsync(http, realm, token, live);
                break;
            case LivenessResult.Dead dead:
                await RefuseAsync(http, realm, Describe(dead.Reason));
                break;
            default:
                throw new InvalidOperationException("Unknown liveness.");
        }
    }

    private static async Task AnswerAsync(HttpContext http, RealmContext realm, VerifiedToken token, LivenessResult.Live live)
    {
        var scope = RefreshScope.Resolve(realm.Realm, live.Client, token.Scope, requested: null);
        if (!scope.OpenId)
        {
            await BearerChallenge.RefuseAsync(http, realm.Realm.Name, StatusCodes.Status403Forbidden, ErrorCodes.InsufficientScope, "Missing openid scope");
            return;
        }

        var claims = new JsonObject();
        TokenClaims.AddUserInfo(claims, new TokenSubject(realm.Realm, live.Client, live.User, live.Session, scope));
        await UserInfoWriter.WriteAsync(http, realm, live.Client, claims);
    }

    // Null when the answer has been sent. Whose web origins count is not known before the token is.
    private async Task<VerifiedToken?> FindTokenAsync(HttpContext http, RealmContext realm)
    {
        var (form, error) = HttpMethods.IsPost(http.Request.Method) ? await FormParameters.ReadAsync(http.Request, http.RequestAborted) : (null, null);
        var byHeader = http.Request.Headers.Authorization is [{ } header] ? header : null;
        var byForm = form?[ParameterNames.AccessToken];
        var text = byHeader is null ? byForm : byHeader.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? byHeader[Bearer.Length..].Trim() : null;
        if (error is null && text is not null && (byHeader is null || byForm is null) && TokenReader.Read(realm, text) is { Type: TokenTypes.Bearer } token)
        {
            return token;
        }

        CorsHeaders.AllowAny(http);
        await (error switch
        {
            not null => OAuthErrorWriter.WriteAsync(http, error),
            _ when byHeader is not null && byForm is not null => BearerChallenge.RefuseAsync(
                http, realm.Realm.Name, StatusCodes.Status400BadRequest, ErrorCodes.InvalidRequest, "More than one method used for including an access token"),
            _ when text is null => BearerChallenge.RequireAsync(http, realm.Realm.Name),
            _ => RefuseAsync(http, realm, "Token verification failed"),
        });
        return null;
    }

    private Task RefuseAsync(HttpContext http, RealmContext realm, string description)
    {
        LogRefused(realm.Realm.Name, description);
        return BearerChallenge.RefuseAsync(http, realm.Realm.Name, StatusCodes.Status401Unauthorized, ErrorCodes.InvalidToken, description);
    }

    private static string Describe(DeadReason reason) => reason switch
    {
        DeadReason.SessionEnded => "user_session_not_found",
        DeadReason.UserDisabled => "User disabled",
        DeadReason.UserUnknown => "User not found",
        DeadReason.ClientDisabled => "Client disabled",
        DeadReason.Expired or DeadReason.Revoked => "Token verification failed",
        _ => throw new InvalidOperationException($"Unknown reason {reason}."),
    };

    [LoggerMessage(Level = LogLevel.Debug, Message = "Realm {Realm}: userinfo refused: {Reason}")]
    private partial void LogRefused(string realm, string reason);
}

/// <summary>Registers and maps the userinfo endpoint.</summary>
internal static class UserInfoEndpointMapping
{
    public static IServiceCollection AddUserInfo(this IServiceCollection services) => services.AddSingleton<UserInfoEndpoint>();

    public static void MapUserInfo(this IEndpointRouteBuilder routes)
    {
        const string path = "/protocol/openid-connect/userinfo";
        var endpoint = routes.ServiceProvider.GetRequiredService<UserInfoEndpoint>();
        routes.MapRealm(path, [HttpMethods.Get, HttpMethods.Post], endpoint.AnswerAsync);
        routes.MapRealm(path, [HttpMethods.Options], (http, _) => CorsHeaders.PreflightAsync(http, "GET, POST, OPTIONS"));
    }
}
