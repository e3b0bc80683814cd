using System.Text.Json;
using System.Text.Json.Nodes;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>What a server answered, as it came.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">Names in lower case; of a header that came twice the last value.</param>
/// <param name="Cookies">The Set-Cookie headers.</param>
/// <param name="Body">The body as text.</param>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> Cookies, string Body)
{
    /// <summary>The body as JSON, as a text when it is none, null when it is empty.</summary>
    public JsonNode? Content { get; } = Parse(Body);

    /// <summary>It is a page for a person.</summary>
    public bool IsPage => Body.AsSpan(0, Math.Min(400, Body.Length)).Contains("<html", StringComparison.OrdinalIgnoreCase);

    private static JsonNode? Parse(string body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return JsonValue.Create(body);
        }
    }
}
