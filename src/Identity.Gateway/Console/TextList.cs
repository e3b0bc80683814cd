using System.Text.Encodings.Web;
using System.Text.Json;

namespace Identity.Gateway.Console;

/// <summary>Texts by key, as the console reads them: the first that is added for a key counts.</summary>
/// <param name="withSource">Whether to tell whose each text is. A realm's are then all listed, also those that a better language has replaced.</param>
internal sealed class TextList(bool withSource)
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<(string Key, string Text, string Source)> _texts = [];

    /// <summary>Adds texts of the realm.</summary>
    public void AddRealm(IReadOnlyDictionary<string, string> texts)
    {
        foreach (var (key, text) in texts)
        {
            if (withSource || _keys.Add(key))
            {
                _texts.Add((key, text, "REALM"));
            }
        }
    }

    /// <summary>Adds the texts of a theme.</summary>
    /// <param name="file">A list of <c>key</c> and <c>value</c>, UTF-8.</param>
    public void AddTheme(byte[] file)
    {
        using var texts = JsonDocument.Parse(file);
        foreach (var text in texts.RootElement.EnumerateArray())
        {
            var key = text.GetProperty("key").GetString()!;
            if (_keys.Add(key))
            {
                _texts.Add((key, text.GetProperty("value").GetString()!, "THEME"));
            }
        }
    }

    /// <summary>The list, UTF-8.</summary>
    public byte[] ToJson()
    {
        using var body = new MemoryStream();
        // Never part of a page: what is no ASCII need not be escaped.
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var (key, text, source) in _texts)
            {
                json.WriteStartObject();
                json.WriteString("key", key);
                json.WriteString("value", text);
                if (withSource)
                {
                    json.WriteString("source", source);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return body.ToArray();
    }
}
