using Identity.Gateway.ClientAuthentication;
using Identity.Gateway.Errors;
using Identity.Gateway.Forms;
using Identity.Gateway.Realms;
using Identity.Gateway.Tokens;
using Identity.Grains.Clients;
using Identity.Grains.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Introspection;

/// <summary>Token introspection (RFC 7662). A client learns only about tokens that are meant for it.</summary>
internal sealed class IntrospectionEndpoint(ClientAuthenticator clients, TokenLiveness liveness)
{
    public async Task AnswerAsync(HttpContext http, RealmContext realm)
    {
        var (form, malformed) = await FormParameters.ReadAsync(http.Request, http.RequestAborted);
        var (client, error) = malformed is null ? await AuthenticateAsync(http, realm, form) : (null, malformed);
        if (error is null && form[ParameterNames.Token] is null)
        {
            error = new OAuthError(400, ErrorCodes.InvalidRequest, "Token not provided.");
        }

        if (error is not null)
        {
            await OAuthErrorWriter.WriteAsync(http, error);
            return;
        }

        await IntrospectionWriter.WriteAsync(http, await FindAsync(http, realm, client!, form[ParameterNames.Token]!));
    }

    private async Task<(ClientState? Client, OAuthError? Error)> AuthenticateAsync(HttpContext http, RealmContext realm, FormParameters form) =>
        await clients.AuthenticateAsync(http, realm, form) switch
        {
            ClientAuthenticationResult.Accepted { Client.PublicClient: true } => (null, new OAuthError(403, ErrorCodes.InvalidRequest, "Client not allowed.")),
            ClientAuthenticationResult.Accepted accepted => (accepted.Client, null),
            ClientAuthenticationResult.Refused { Error: { Code: ErrorCodes.UnauthorizedClient } refused } =>
                (null, refused with { Code = ErrorCodes.InvalidClient, Description = "Client authentication failed." }),
            ClientAuthenticationResult.Refused refused => (null, refused.Error),
            _ => throw new InvalidOperationException("Unknown client authentication result."),
        };

    private async Task<IntrospectedToken?> FindAsync(HttpContext http, RealmContext realm, ClientState caller, string text)
    {
        if (TokenReader.Read(realm, text) is not { } token || !token.IsFor(caller.ClientId))
        {
            return null;
        }

        return await liveness.CheckAsync(realm, token, http.RequestAborted) is LivenessResult.Live live
            ? new IntrospectedToken(realm, token, live)
            : null;
    }
}

/// <summary>Registers and maps the introspection endpoint.</summary>
internal static class IntrospectionEndpointMapping
{
    public static IServiceCollection AddIntrospection(this IServiceCollection services) => services.AddSingleton<IntrospectionEndpoint>();

    public static void MapIntrospection(this IEndpointRouteBuilder routes) =>
        routes.MapRealm(
            "/protocol/openid-connect/token/introspect",
            [HttpMethods.Post],
            routes.ServiceProvider.GetRequiredService<IntrospectionEndpoint>().AnswerAsync);
}
