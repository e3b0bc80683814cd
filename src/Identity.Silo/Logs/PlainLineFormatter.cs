using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Identity.Silo.Logs;

/// <summary>One line of text an event, for people; the lines of an exception follow it, indented.</summary>
internal sealed class PlainLineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "identity-plain";

    // Several pods of one machine share a console.
    private static readonly string s_pod = Environment.GetEnvironmentVariable("IDENTITY_POD_NAME") is { Length: > 0 } pod ? $"{pod} " : "";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = PrintableText.Line(logEntry.Formatter(logEntry.State, logEntry.Exception));
        var category = logEntry.Category.AsSpan(logEntry.Category.LastIndexOf('.') + 1);
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss,fffZ", CultureInfo.InvariantCulture);
        textWriter.WriteLine($"{now} {LevelName.Of(logEntry.LogLevel),-5} {s_pod}[{category}] {message}");
        if (logEntry.Exception is not null)
        {
            textWriter.WriteLine($"    {PrintableText.Of(logEntry.Exception)}");
        }
    }
}
