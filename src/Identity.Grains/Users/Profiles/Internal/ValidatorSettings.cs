using System.Globalization;
using System.Text.Json;

namespace Identity.Grains.Users.Profiles.Internal;

/// <summary>Reads the settings of a validation. Numbers may be written as text.</summary>
internal static class ValidatorSettings
{
    public static string? Text(JsonElement config, string name) => config.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        }
        : null;

    public static long? Whole(JsonElement config, string name) =>
        long.TryParse(Text(config, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static double? Real(JsonElement config, string name) =>
        double.TryParse(Text(config, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public static bool Flag(JsonElement config, string name, bool otherwise) => Text(config, name) switch
    {
        null => otherwise,
        var text => text == "true",
    };

    /// <summary>Null when there is no list.</summary>
    public static IReadOnlyList<string>? Texts(JsonElement config, string name) =>
        config.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : null;
}
