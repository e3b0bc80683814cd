using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Texts;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin.Requests;

/// <summary>Reads the bodies of admin requests.</summary>
internal static class AdminBody
{
    /// <summary>The JSON; null when the body is empty or the literal null. Refused when <see cref="JsonInput"/> does.</summary>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Media types without parameters: a script of another origin may send text/plain without asking, and only that is refused.
        if (request.ContentType is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            throw AdminRefusalException.Unreadable("invalid_request");
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        if (body.Length == 0)
        {
            return null;
        }

        return Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    /// <summary>The JSON of a text. Refused when <see cref="JsonInput"/> does.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonInput.Parse(utf8);
        }
        catch (JsonException)
        {
            throw AdminRefusalException.Unreadable("invalid_request");
        }
    }

    /// <summary>The JSON of a text that may be none; null when it is none, or refused.</summary>
    public static JsonNode? Find(string text)
    {
        try
        {
            return JsonInput.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body as text, UTF-8. Refused when it cannot be stored.</summary>
    public static async Task<string> ReadTextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return StorableText.IsStorable(text) ? text : throw AdminRefusalException.Unreadable("invalid_request");
    }
}
