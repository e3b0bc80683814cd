using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Identity.Grains.Texts;

/// <summary>The one reader of JSON that a caller wrote: a body, or the text of a field that holds JSON.</summary>
/// <remarks>
/// Besides what is no JSON at all it refuses what some reader further on could not: objects that name a field twice, texts that are no
/// Unicode (halves of surrogate pairs, bytes that are no UTF-8) or that PostgreSQL cannot hold (U+0000), and numbers that no double holds or that are
/// written with more than <see cref="MaxNumberLength"/> digits. What it returns can be read, stored and written again.
/// </remarks>
public static class JsonInput
{
    /// <summary>The deepest nesting of a body.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most characters of one number.</summary>
    public const int MaxNumberLength = 64;

    /// <summary>The JSON, null for the literal null.</summary>
    /// <exception cref="JsonException">It is refused; the message repeats nothing of it.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        Check(utf8, MaxDepth);
        return JsonNode.Parse(utf8, documentOptions: Options(MaxDepth));
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static JsonNode? Parse(string text) => Parse(Bytes(text));

    /// <summary>The same as an element that needs no disposal.</summary>
    /// <exception cref="JsonException">It is refused.</exception>
    public static JsonElement Element(ReadOnlySpan<byte> utf8, int maxDepth = MaxDepth)
    {
        Check(utf8, maxDepth);
        return JsonElement.Parse(utf8, Options(maxDepth));
    }

    /// <inheritdoc cref="Element(ReadOnlySpan{byte}, int)"/>
    public static JsonElement Element(string text, int maxDepth = MaxDepth) => Element(Bytes(text), maxDepth);

    /// <summary>A JSON object; null when the text is anything else.</summary>
    public static JsonElement? FindObject(string text, int maxDepth = MaxDepth)
    {
        try
        {
            return Element(text, maxDepth) is { ValueKind: JsonValueKind.Object } element ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonDocumentOptions Options(int maxDepth) => new() { MaxDepth = maxDepth, AllowDuplicateProperties = false };

    private static byte[] Bytes(string text) =>
        StorableText.IsStorable(text) ? Encoding.UTF8.GetBytes(text) : throw Refused();

    private static void Check(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw Refused();
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                // Only an escape can stand for what the bytes themselves cannot hold.
                case JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped && !IsStorable(ref reader):
                case JsonTokenType.Number when reader.ValueSpan.Length > MaxNumberLength || !reader.TryGetDouble(out var number) || !double.IsFinite(number):
                    throw Refused();
            }
        }
    }

    private static bool IsStorable(ref Utf8JsonReader reader)
    {
        try
        {
            return StorableText.IsStorable(reader.GetString());
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return false;
        }
    }

    private static JsonException Refused() => new("The JSON holds a text or a number that cannot be kept.");
}
