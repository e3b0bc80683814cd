using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Texts;

namespace Identity.Grains.Claims;

/// <summary>Turns the text of an attribute or setting into a JSON value.</summary>
internal static class ClaimValue
{
    /// <summary>One value in the type jsonType.label names. Null where the text is none of that type: the claim is left out.</summary>
    public static JsonNode? Of(string? type, string text) => type switch
    {
        "boolean" => JsonValue.Create(text.Equals("true", StringComparison.OrdinalIgnoreCase)),
        "long" or "int" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number) : null,
        "JSON" => Parse(text),
        _ => JsonValue.Create(text),
    };

    /// <summary>An array of all values, or the first alone; null where there are none.</summary>
    public static JsonNode? Of(string? type, IReadOnlyCollection<string> texts, bool multivalued)
    {
        if (texts.Count == 0)
        {
            return null;
        }

        return multivalued ? new JsonArray([.. texts.Select(text => Of(type, text)).Where(value => value is not null)]) : Of(type, texts.First());
    }

    private static JsonNode? Parse(string text)
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
}
