using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Protocol;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>Checks client assertions (RFC 7523 section 3, OpenID Connect Core section 9).</summary>
internal sealed class ClientAssertions(IGrainFactory grains, TimeProvider time)
{
    private const int ClockSkewSeconds = 15;
    private const int MaxLifetimeSeconds = 3600;

    /// <summary>Null when the assertion proves the client; else why not, for the log. An assertion serves once.</summary>
    public async Task<string?> RefuseAsync(RealmContext realm, ClientState client, string text, bool bySecret)
    {
        if (!SignedAssertion.TryParse(text, out var assertion))
        {
            return "malformed assertion";
        }

        if (!bySecret && client.Attributes.TryGetValue(ClientAttributes.UseJwksUrl, out var byUrl) && byUrl == "true")
        {
            return "fetching keys from jwks.url is not supported: register them as jwks.string";
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (RefuseClaims(realm, client, assertion, now) is { } reason)
        {
            return reason;
        }

        var signed = bySecret
            ? client.Secret is { } secret && AssertionKeys.VerifyWithSecret(secret, assertion)
            : AssertionKeys.Verify(client, assertion);
        if (!signed)
        {
            return "wrong signature";
        }

        var key = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Id} {assertion.Id}")));
        var once = grains.Get<IRevokedTokenGrain>(RevokedTokenKey.OfAssertion(realm.Realm.Id, key));
        return await once.TryUseAsync(now + MaxLifetimeSeconds + ClockSkewSeconds) ? null : "assertion used before";
    }

    private static string? RefuseClaims(RealmContext realm, ClientState client, SignedAssertion assertion, long now)
    {
        if (client.Attributes.TryGetValue(ClientAttributes.AssertionAlgorithm, out var required)
            && required.Length > 0 && required != assertion.Algorithm)
        {
            return $"algorithm is not {required}";
        }

        return assertion.Issuer != client.ClientId || assertion.Subject != client.ClientId ? "iss and sub must be the client_id"
            : !assertion.IsFor(realm.Issuer, $"{realm.Protocol}/token", $"{realm.Protocol}/token/introspect", $"{realm.Protocol}/revoke") ? "wrong audience"
            : assertion.Id is not { Length: > 0 } ? "no jti"
            : assertion.Time(ClaimNames.Expires) is not { } expires ? "no exp"
            : expires <= now - ClockSkewSeconds ? "expired"
            : expires > now + MaxLifetimeSeconds ? "lives too long"
            : (assertion.Time(ClaimNames.NotBefore) ?? assertion.Time(ClaimNames.IssuedAt)) > now + ClockSkewSeconds ? "not yet valid"
            : null;
    }
}
