using Identity.Gateway.Errors;
using Identity.Gateway.Forms;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>Finds out which client sends a request, and that it is that client. Runs before any handler that acts for a client.</summary>
internal sealed partial class ClientAuthenticator(ClientAssertions assertions, ClientThrottle throttle, TimeProvider time, ILogger<ClientAuthenticator> logger)
{
    private const string Generic = "Invalid client or Invalid client credentials";

    /// <summary>Authenticates the client. A public client only names itself. A refusal over the Authorization header carries a challenge
    /// (RFC 6749 section 5.2), set on the response.</summary>
    public async ValueTask<ClientAuthenticationResult> AuthenticateAsync(HttpContext http, RealmContext realm, FormParameters form)
    {
        var presented = PresentedClient.Read(http.Request, form);
        var result = presented is null
            ? Refuse(ErrorCodes.InvalidClient, "two client authentications that differ")
            : await CheckAsync(http, realm, presented);
        if (result is ClientAuthenticationResult.Refused refused)
        {
            LogRefused(realm.Realm.Name, refused.Error.Detail);
            if (presented is null or { ByHeader: true } && refused.Error.Status == StatusCodes.Status401Unauthorized)
            {
                http.Response.Headers.WWWAuthenticate = $"Basic realm=\"{Uri.EscapeDataString(realm.Realm.Name)}\"";
            }
        }

        return result;
    }

    private async ValueTask<ClientAuthenticationResult> CheckAsync(HttpContext http, RealmContext realm, PresentedClient presented)
    {
        if (presented.ClientId is null)
        {
            return Refuse(ErrorCodes.InvalidClient, "no client named");
        }

        if (realm.Realm.FindClient(presented.ClientId) is not { } client)
        {
            return Refuse(ErrorCodes.InvalidClient, "unknown client");
        }

        if (!client.Enabled || client.Protocol != "openid-connect")
        {
            return Refuse(ErrorCodes.InvalidClient, $"client {client.Id} is disabled or of another protocol");
        }

        if (client.PublicClient)
        {
            return new ClientAuthenticationResult.Accepted(client);
        }

        // While the door is closed the right credentials do not open it either: the answer would tell a guesser which those are.
        var address = http.Connection.RemoteIpAddress;
        if (throttle.ClosedFor(client.Id, address) is { } wait)
        {
            return Slow(http, client, wait);
        }

        if (await RefuseCredentialsAsync(http.Request, realm, client, presented) is { } reason)
        {
            throttle.Failed(client.Id, address);
            return Refuse(ErrorCodes.UnauthorizedClient, $"client {client.Id}: {reason}");
        }

        throttle.Succeeded(client.Id, address);
        return new ClientAuthenticationResult.Accepted(client);
    }

    private async ValueTask<string?> RefuseCredentialsAsync(HttpRequest request, RealmContext realm, ClientState client, PresentedClient presented) =>
        client.ClientAuthenticatorType switch
        {
            "client-secret" => presented.Secret is { } secret && IsSecret(client, secret)
                ? null
                : "wrong or missing secret",
            "client-jwt" => presented.Assertion is { } assertion
                ? await assertions.RefuseAsync(request, realm, client, assertion, bySecret: false)
                : "no client assertion",
            "client-secret-jwt" => presented.Assertion is { } assertion
                ? await assertions.RefuseAsync(request, realm, client, assertion, bySecret: true)
                : "no client assertion",
            var other => $"authenticator {other} is not supported",
        };

    // Both comparisons are made whatever the first says.
    private bool IsSecret(ClientState client, string presented) =>
        (client.Secret is { Length: > 0 } secret && SecretComparison.AreEqual(presented, secret))
        | (RotatedSecret.Of(client, time.GetUtcNow()) is { } former && SecretComparison.AreEqual(presented, former));

    private static ClientAuthenticationResult.Refused Slow(HttpContext http, ClientState client, TimeSpan wait)
    {
        RetryAfter.Set(http.Response, wait);
        return new(new OAuthError(StatusCodes.Status429TooManyRequests, ErrorCodes.InvalidClient, "Too many failed client authentications. Try again later.", $"client {client.Id}: throttled"));
    }

    private static ClientAuthenticationResult.Refused Refuse(string code, string detail) =>
        new(new OAuthError(StatusCodes.Status401Unauthorized, code, Generic, detail));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {Realm}: client authentication refused: {Reason}")]
    private partial void LogRefused(string realm, string? reason);
}
