using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Protocol;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>Checks client assertions (RFC 7523 section 3, OpenID Connect Core section 9).</summary>
internal sealed class ClientAssertions(IGrainFactory grains, TimeProvider time, IOptions<GatewayOptions> options)
{
    private const int ClockSkewSeconds = 15;
    private const int MaxLifetimeSeconds = 3600;
    private const int MaxIdLength = 1024;

    private static readonly string[] Times = [ClaimNames.Expires, ClaimNames.NotBefore, ClaimNames.IssuedAt];

    /// <summary>Null when the assertion proves the client; else why not, for the log. An assertion serves once.</summary>
    public async Task<string?> RefuseAsync(HttpRequest request, RealmContext realm, ClientState client, string text, bool bySecret)
    {
        if (!SignedAssertion.TryParse(text, out var assertion))
        {
            return "malformed assertion";
        }

        if (!bySecret && client.Attributes.TryGetValue(ClientAttributes.UseJwksUrl, out var byUrl) && byUrl == "true")
        {
            return "fetching keys from jwks.url is not supported: register them as jwks.string";
        }

        // RFC 7523 section 3: for this server and no other. Where the issuer is what the request says, an assertion made for a stranger would be for us.
        if (!OwnAddress.IsKnown(request, options.Value))
        {
            return $"the server does not know the address {request.Host.Host} as its own: set hostname";
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

        return assertion.RefuseHeader() is { } refused ? refused
            : assertion.Issuer != client.ClientId || assertion.Subject != client.ClientId ? "iss and sub must be the client_id"
            : assertion.SoleAudience is not { } audience ? "aud must be one value"
            : audience != realm.Issuer && audience != $"{realm.Protocol}/token" ? "wrong audience"
            : assertion.Id is not { Length: > 0 and <= MaxIdLength } ? "no jti, or one that is too long"
            : RefuseTimes(assertion, now);
    }

    private static string? RefuseTimes(SignedAssertion assertion, long now)
    {
        if (Times.FirstOrDefault(name => assertion.Has(name) && assertion.Time(name) is null) is { } wrong)
        {
            return $"{wrong} is no time";
        }

        return assertion.Time(ClaimNames.Expires) is not { } expires ? "no exp"
            : expires <= now - ClockSkewSeconds ? "expired"
            : expires > now + MaxLifetimeSeconds ? "lives too long"
            : assertion.Time(ClaimNames.NotBefore) > now + ClockSkewSeconds || assertion.Time(ClaimNames.IssuedAt) > now + ClockSkewSeconds ? "not yet valid"
            : assertion.Time(ClaimNames.IssuedAt) < now - MaxLifetimeSeconds - ClockSkewSeconds ? "issued too long ago"
            : null;
    }
}
