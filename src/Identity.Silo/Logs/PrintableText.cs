using System.Buffers;
using System.Globalization;
using System.Text;

namespace Identity.Silo.Logs;

/// <summary>Makes text that somebody else chose safe for a terminal and for whoever reads lines: what moves the cursor, changes colours, begins a line,
/// turns the direction of writing or cannot be seen is shown as its escape, for example <c>\u001b</c>.</summary>
internal static class PrintableText
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create(string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(letter => (char)letter)));

    /// <summary>The text on one line; the same instance when nothing in it needs an escape.</summary>
    public static string Line(string text) => Escape(text, keepLines: false);

    /// <summary>An exception with its stack: each message on one line, every line after the first indented, so that none can pass for an event of its own.</summary>
    public static string Of(Exception exception)
    {
        var text = exception.ToString();
        foreach (var message in Messages(exception).Where(message => !ReferenceEquals(Line(message), message)).Distinct(StringComparer.Ordinal))
        {
            text = text.Replace(message, Line(message), StringComparison.Ordinal);
        }

        return Escape(text.ReplaceLineEndings("\n"), keepLines: true).Replace("\n", "\n    ", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Messages(Exception exception) =>
        exception is AggregateException { InnerExceptions: var several }
            ? several.SelectMany(Messages).Append(exception.Message)
            : exception.InnerException is { } inner ? Messages(inner).Append(exception.Message) : [exception.Message];

    private static string Escape(string text, bool keepLines)
    {
        if (!text.AsSpan().ContainsAnyExcept(s_plain))
        {
            return text;
        }

        StringBuilder? escaped = null;
        for (var place = 0; place < text.Length;)
        {
            // A lone surrogate is no rune.
            var isWhole = Rune.TryGetRuneAt(text, place, out var rune);
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            if (!isWhole || MustEscape(rune, keepLines))
            {
                escaped ??= new StringBuilder(text, 0, place, text.Length + 16);
                AppendEscape(escaped, isWhole ? rune.Value : text[place]);
            }
            else
            {
                escaped?.Append(text, place, length);
            }

            place += length;
        }

        return escaped?.ToString() ?? text;
    }

    private static bool MustEscape(Rune rune, bool keepLines) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => !keepLines || rune.Value != '\n',
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => false,
    };

    private static void AppendEscape(StringBuilder text, int value) => _ = value switch
    {
        '\r' => text.Append("\\r"),
        '\n' => text.Append("\\n"),
        '\t' => text.Append("\\t"),
        > char.MaxValue => text.Append(CultureInfo.InvariantCulture, $"\\U{value:x8}"),
        _ => text.Append(CultureInfo.InvariantCulture, $"\\u{value:x4}"),
    };
}
