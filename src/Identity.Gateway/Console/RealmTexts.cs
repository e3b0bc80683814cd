using System.Text.Json;
using Identity.Grains.Realms;

namespace Identity.Gateway.Console;

/// <summary>The texts that a realm has of its own, and the language it prefers. The one place that knows where they are kept.</summary>
internal static class RealmTexts
{
    /// <summary>The realm's texts in exactly this language (<c>de</c>, <c>pt-BR</c>), by key; empty when it has none.</summary>
    public static IReadOnlyDictionary<string, string> Of(RealmSnapshot realm, string language) =>
        Find(realm, "localizationTexts") is { ValueKind: JsonValueKind.Object } languages
            && languages.TryGetProperty(language, out var texts) && texts.ValueKind == JsonValueKind.Object
                ? texts.EnumerateObject().Where(text => text.Value.ValueKind == JsonValueKind.String).ToDictionary(text => text.Name, text => text.Value.GetString()!)
                : new Dictionary<string, string>();

    /// <summary>Whether it has any.</summary>
    public static bool Any(RealmSnapshot realm) =>
        Find(realm, "localizationTexts") is { ValueKind: JsonValueKind.Object } languages && languages.EnumerateObject().Any();

    /// <summary>The language for people whose own is not spoken here; null when the realm names none.</summary>
    public static string? DefaultLanguage(RealmSnapshot realm) =>
        Find(realm, "defaultLocale") is { ValueKind: JsonValueKind.String } locale ? locale.GetString() : null;

    private static JsonElement? Find(RealmSnapshot realm, string setting) =>
        realm.Settings.Extra is { } extra && extra.TryGetValue(setting, out var value) ? value : null;
}
