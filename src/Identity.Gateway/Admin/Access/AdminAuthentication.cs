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
    public async Task<Administrator?> AuthenticateAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization is not [{ Length: < MaxTokenLength } header]
            || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            || header[Bearer.Length..].Trim() is not { } text
            || IssuerRealm(text) is not { } name
            || await realms.FreshAsync(name, http.RequestAborted) is not { Settings.Enabled: true } realm)
        {
            return null;
        }

        var context = new RealmContext(realm, RealmRoutes.BaseUrl(http.Request, options.Value)) { AdminUrl = RealmRoutes.AdminUrl(http.Request, options.Value) };
        if (TokenReader.Read(context, text) is not { Type: TokenTypes.Bearer } token
            || await liveness.CheckAsync(context, token, http.RequestAborted) is not LivenessResult.Live live)
        {
            return null;
        }

        var scope = RefreshScope.Resolve(realm, live.Client, token.Scope, requested: null);
        return new Administrator(context, live.Client, live.User, token.SessionId, scope.AllowedRoles);
    }

    // Only says whose keys to check the token with.
    private static string? IssuerRealm(string token)
    {
        if (token.Split('.') is not [_, var payload, _])
        {
            return null;
        }

        try
        {
            return JsonInput.Element(Base64Url.DecodeFromChars(payload)) is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty(ClaimNames.Issuer, out var issuer) && issuer.ValueKind == JsonValueKind.String
                && issuer.GetString()!.Split("/realms/") is [_, { Length: > 0 } name]
                    ? Uri.UnescapeDataString(name)
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }
}
