using System.Text.Json;

namespace Identity.Gateway.Forms;

/// <summary>Checks JSON that anyone may have written before its texts are read.</summary>
internal static class JsonTexts
{
    /// <summary>False when a name or text in it holds an escaped half of a surrogate pair or bytes that are no UTF-8: the parser takes them, and
    /// throws when the text is read.</summary>
    public static bool AreReadable(JsonElement element)
    {
        try
        {
            return Visit(element);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Visit(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(property => property.Name.Length >= 0 && Visit(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(Visit),
        JsonValueKind.String => element.GetString() is not null,
        _ => true,
    };
}
