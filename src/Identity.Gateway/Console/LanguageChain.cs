namespace Identity.Gateway.Console;

/// <summary>The languages in which a text is looked for, best first.</summary>
internal static class LanguageChain
{
    private const int MaxLength = 35;

    /// <summary>Where every text exists.</summary>
    public const string Fallback = "en";

    /// <summary>The language, what it is a variety of, then the same for the realm's language, then English. What is no language tag is left out.</summary>
    public static IReadOnlyList<string> Of(string? language, string? realmLanguage) =>
        [.. Varieties(language).Concat(Varieties(realmLanguage)).Append(Fallback).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Varieties(string? language)
    {
        if (language is not { Length: > 0 and <= MaxLength } || !language.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            yield break;
        }

        var tag = language.Replace('_', '-');
        while (true)
        {
            yield return tag;
            // Chinese is told apart by script, where browsers and older realms name countries.
            if (tag is "zh-CN" or "zh-TW")
            {
                yield return tag is "zh-CN" ? "zh-Hans" : "zh-Hant";
            }

            var dash = tag.LastIndexOf('-');
            if (dash <= 0)
            {
                yield break;
            }

            tag = tag[..dash];
        }
    }
}
