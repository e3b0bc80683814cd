using System.Net;
using System.Text;
using Identity.Gateway.Forms;
using Identity.Grains.Protocol;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>What a request says about its client, before any of it is checked.</summary>
/// <param name="ClientId">The client_id, from wherever it was.</param>
/// <param name="Secret">From the Authorization header or the form.</param>
/// <param name="Assertion">A client assertion.</param>
/// <param name="ByHeader">The Authorization header was used.</param>
internal sealed record PresentedClient(string? ClientId, string? Secret, string? Assertion, bool ByHeader)
{
    private const string Basic = "Basic ";
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Reads the request. Null when it says two different things (RFC 6749 section 2.3: one method only; the same
    /// credentials twice are let pass, as clients do send them).</summary>
    public static PresentedClient? Read(HttpRequest request, FormParameters form)
    {
        var clientId = form[ParameterNames.ClientId];
        var secret = form[ParameterNames.ClientSecret];
        var assertion = form[ParameterNames.ClientAssertionType] == JwtBearer ? form[ParameterNames.ClientAssertion] : null;
        if (ReadBasic(request.Headers.Authorization) is not var (basicId, basicSecret))
        {
            return new PresentedClient(clientId ?? AssertedClient(assertion), secret, assertion, ByHeader: false);
        }

        var contradicts = (clientId is not null && clientId != basicId)
            || (secret is not null && !SecretComparison.AreEqual(secret, basicSecret))
            || assertion is not null;
        return contradicts ? null : new PresentedClient(basicId, basicSecret, Assertion: null, ByHeader: true);
    }

    /// <inheritdoc/>
    public override string ToString() => $"PresentedClient {{ {ClientId} }}";

    private static (string ClientId, string Secret)? ReadBasic(string? header)
    {
        if (header is null || header.Length > 4096 || !header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);

        // RFC 6749 section 2.3.1: both parts are form-encoded before they are joined.
        return colon < 0 ? null : (WebUtility.UrlDecode(text[..colon]), WebUtility.UrlDecode(text[(colon + 1)..]));
    }

    // RFC 7521 section 4.2: client_id may be left out, the assertion's subject names the client. Its signature is checked later.
    private static string? AssertedClient(string? assertion) =>
        assertion is not null && SignedAssertion.TryParse(assertion, out var parsed) ? parsed.Subject : null;
}
