using System.Buffers.Text;
using System.Text.Json;
using Identity.Gateway.Realms;
using Identity.Gateway.Token;
using Identity.Gateway.Tokens;
using Identity.Grains.Protocol;
using Identity.Grains.Realms;
using Identity.Grains.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Identity.Gateway.Admin.Access;

/// <summary>Finds out who sends an admin request, from its bearer token, which any realm may have issued.</summary>
internal sealed class AdminAuthentication(RealmSnapshots realms, TokenLiveness liveness, IOptions<GatewayOptions> options)
{
    private const string Bearer = "Bearer ";
    private const int MaxTokenLength = 32 * 1024;

    /// <summary>The administrator; null when there is no token or it is no longer good.</summary>
    public async Task<Administrator?> AuthenticateAsync(HttpContext http) =>
        BearerToken(http.Request) is { } text && Issuer(text) is { } issuer
            ? await AuthenticateAsync(
                text, issuer.Realm, RealmRoutes.BaseUrl(http.Request, options.Value), RealmRoutes.AdminUrl(http.Request, options.Value), http.RequestAborted)
            : null;

    /// <summary>The same of a token that comes to an address where no realms are: unless a setting fixes the issuer's address, it is the one
    /// that the token names, as it was when the token was asked for.</summary>
    public async Task<Administrator?> AuthenticateElsewhereAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length >= MaxTokenLength || Issuer(text) is not { } issuer)
        {
            return null;
        }

        var address = options.Value.Hostname?.AbsoluteUri.TrimEnd('/') ?? issuer.BaseUrl;
        return await AuthenticateAsync(text, issuer.Realm, address, address, cancellationToken);
    }

    /// <summary>The request's bearer token, unchecked; null: none.</summary>
    public static string? BearerToken(HttpRequest request) =>
        request.Headers.Authorization is [{ Length: < MaxTokenLength } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..].Trim()
            : null;

    private async Task<Administrator?> AuthenticateAsync(string text, string name, string baseUrl, string adminUrl, CancellationToken cancellationToken)
    {
        if (await realms.FreshAsync(name, cancellationToken) is not { Settings.Enabled: true } realm)
        {
            return null;
        }

        var context = new RealmContext(realm, baseUrl) { AdminUrl = adminUrl };
        if (TokenReader.Read(context, text) is not { Type: TokenTypes.Bearer } token
            || await liveness.CheckAsync(context, token, cancellationToken) is not LivenessResult.Live live)
        {
            return null;
        }

        var scope = RefreshScope.Resolve(realm, live.Client, token.Scope, requested: null);
        return new Administrator(context, live.Client, live.User, token.SessionId, scope.AllowedRoles);
    }

    // Only says whose keys to check the token with, and by which address it was asked for.
    private static (string BaseUrl, string Realm)? Issuer(string token)
    {
        if (token.Split('.') is not [_, var payload, _])
        {
            return null;
        }

        try
        {
            return JsonInput.Element(Base64Url.DecodeFromChars(payload)) is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty(ClaimNames.Issuer, out var issuer) && issuer.ValueKind == JsonValueKind.String
                && issuer.GetString()!.Split("/realms/") is [var baseUrl, { Length: > 0 } name]
                    ? (baseUrl, Uri.UnescapeDataString(name))
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }
}
