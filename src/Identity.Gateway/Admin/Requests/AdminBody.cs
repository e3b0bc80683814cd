using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin.Requests;

/// <summary>Reads the bodies of admin requests.</summary>
internal static class AdminBody
{
    private const int MaxDepth = 64;

    /// <summary>The JSON; null when the body is empty or the literal null. Refused when it is no JSON, too deep, or names a field twice.</summary>
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

    /// <summary>The JSON of a text. Refused when it is no JSON, too deep, or names a field twice.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8, documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            throw AdminRefusalException.Unreadable("invalid_request");
        }
    }

    /// <summary>The body as text, UTF-8.</summary>
    public static async Task<string> ReadTextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
