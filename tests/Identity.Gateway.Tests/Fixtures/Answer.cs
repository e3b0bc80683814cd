using System.Net.Http.Headers;
using System.Text.Json;
using Identity.Testing.Oidc;

namespace Identity.Gateway.Tests.Fixtures;

/// <summary>What the gateway answered.</summary>
internal sealed record Answer(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Error => Text("error");

    public string? Description => Text("error_description");

    public string Text(string name) => Json.TryGetProperty(name, out var value) ? value.ToString() : null!;

    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>The claims of a token in the answer.</summary>
    public JsonElement Claims(string token) => JwtClaims.Of(Text(token));

    /// <summary>The names in the answer, in order.</summary>
    public string Keys => string.Join(' ', Json.EnumerateObject().Select(property => property.Name));

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
        }
    }
}
