using System.Text;
using System.Text.Json;
using Identity.Silo.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Identity.Silo.Tests.Logs;

/// <summary>Names come from callers; whoever reads the log trusts its lines.</summary>
public sealed class HostileNamesInLogs
{
    public static TheoryData<string, string> Names => new()
    {
        { "a\u001b[31mb", "a\\u001b[31mb" },
        { "a\0b", "a\\u0000b" },
        { "a\u007fb\u0085c\u009bd", "a\\u007fb\\u0085c\\u009bd" },
        { "a\r\n2026-01-01 00:00:00,000Z ERROR [Forged] b", "a\\r\\n2026-01-01 00:00:00,000Z ERROR [Forged] b" },
        { "a\tb\vc\fd", "a\\tb\\u000bc\\u000cd" },
        { "a\u2028b\u2029c", "a\\u2028b\\u2029c" },
        { "a\u202eb\u2066c\u200fd\u061ce", "a\\u202eb\\u2066c\\u200fd\\u061ce" },
        { "a\u200bb\ufeffc", "a\\u200bb\\ufeffc" },
        { "a\U000e0041b", "a\\U000e0041b" },
        { "Zoë 漢字 😀", "Zoë 漢字 😀" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_shows_as_what_it_is_in_a_plain_line(string name, string shown) =>
        Assert.EndsWith($"[Category] user {shown} logged in{Environment.NewLine}", Write(new PlainLineFormatter(TimeProvider.System), $"user {name} logged in", exception: null), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_shows_as_what_it_is_once_a_JSON_line_is_read(string name, string shown)
    {
        using var line = JsonDocument.Parse(Write(new JsonLineFormatter(TimeProvider.System), name, new InvalidOperationException(name)));

        Assert.Equal(shown, line.RootElement.GetProperty("message").GetString());
        Assert.Equal(shown, line.RootElement.GetProperty("exception").GetProperty("message").GetString());
        Assert.Contains(shown, line.RootElement.GetProperty("exception").GetProperty("stackTrace").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_exception_begins_no_line_of_its_own(string name, string shown)
    {
        var exception = new AggregateException(new InvalidOperationException("outer", new ArgumentException(name)), new IOException(name));

        var lines = Write(new PlainLineFormatter(TimeProvider.System), "failed", exception).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines.Skip(1), line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(shown, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.TrimStart().StartsWith("2026-01-01", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Same(line, PrintableText.Line(line)));
    }

    // Not rows of the theory: a test runner replaces what is no Unicode.
    [Fact]
    public void Half_a_character_shows_as_what_it_is()
    {
        A_name_shows_as_what_it_is_in_a_plain_line("a\ud800b\udc00", "a\\ud800b\\udc00");
        A_name_shows_as_what_it_is_once_a_JSON_line_is_read("a\ud800b\udc00", "a\\ud800b\\udc00");
    }

    [Fact]
    public void Every_control_and_format_character_is_escaped()
    {
        for (var letter = 0; letter <= char.MaxValue; letter++)
        {
            var category = char.GetUnicodeCategory((char)letter);
            var isHidden = category is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
                or System.Globalization.UnicodeCategory.Surrogate;

            Assert.Equal(isHidden, PrintableText.Line(((char)letter).ToString())[0] == '\\' && letter != '\\');
        }
    }

    private static string Write(ConsoleFormatter formatter, string message, Exception? exception)
    {
        using var text = new StringWriter(new StringBuilder());
        formatter.Write(new LogEntry<string>(LogLevel.Information, "Test.Category", default, message, exception, (state, _) => state), scopeProvider: null, text);
        return text.ToString();
    }
}
