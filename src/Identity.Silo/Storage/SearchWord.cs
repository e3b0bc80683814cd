using System.Text;
using Identity.Grains.Texts;

namespace Identity.Silo.Storage;

/// <summary>One word of a search for users.</summary>
/// <param name="Text">A pattern of LIKE with its metacharacters escaped; of a whole word the text itself.</param>
/// <param name="Kind">How it is compared.</param>
internal readonly record struct SearchWord(string Text, SearchWord.Comparison Kind)
{
    /// <summary>More different words than these find no one.</summary>
    public const int MaxWords = 16;

    /// <summary>Longer words find no one.</summary>
    public const int MaxLength = 255;

    private static readonly char[] s_blanks = [' ', '\t', '\n', '\v', '\f', '\r'];

    /// <summary>What a word is compared with.</summary>
    public enum Comparison
    {
        /// <summary>The whole of a text.</summary>
        Whole,

        /// <summary>The beginning of a text.</summary>
        Beginning,

        /// <summary>A text, with * for any part of it.</summary>
        Pattern,
    }

    /// <summary>The different words of a search; null when it cannot find anyone.</summary>
    public static IReadOnlyList<SearchWord>? Parse(string search)
    {
        var words = Split(search).Distinct(StringComparer.Ordinal).ToList();
        return words.Count > MaxWords || words.Any(word => word.Length > MaxLength || word == "\"\"" || !StorableText.IsStorable(word))
            ? null
            : [.. words.Select(Of)];
    }

    /// <summary>The pieces between blanks.</summary>
    public static string[] Split(string text) => text.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A pattern that finds the text anywhere.</summary>
    public static string Part(string text) => $"%{Escape(text, star: "*")}%";

    /// <summary>A pattern in which * stands for any text, and all else for itself.</summary>
    public static string WithStars(string text) => Escape(text, star: "%");

    private static SearchWord Of(string word)
    {
        if (word.Length >= 2 && word[0] == '"' && word[^1] == '"')
        {
            return new SearchWord(word[1..^1], Comparison.Whole);
        }

        var beginning = word.TrimEnd('*');
        return new SearchWord(
            WithStars(beginning) + "%", beginning.Contains('*', StringComparison.Ordinal) ? Comparison.Pattern : Comparison.Beginning);
    }

    private static string Escape(string text, string star)
    {
        var pattern = new StringBuilder(text.Length + 4);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\\' or '%' or '_' => pattern.Append('\\').Append(letter),
                '*' => pattern.Append(star),
                _ => pattern.Append(letter),
            };
        }

        return pattern.ToString();
    }
}
