using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Identity.Silo.Logs;

/// <summary>One JSON object a line, with Keycloak's field names. Its texts are printable once they are read from the JSON, too.</summary>
internal sealed class JsonLineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "identity-json";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = PrintableText.Line(logEntry.Formatter(logEntry.State, logEntry.Exception));
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("level", LevelName.Of(logEntry.LogLevel));
            json.WriteString("loggerName", logEntry.Category);
            json.WriteString("message", message);
            json.WriteNumber("processId", Environment.ProcessId);
            WriteException(json, logEntry.Exception);
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteException(Utf8JsonWriter json, Exception? exception)
    {
        if (exception is null)
        {
            return;
        }

        json.WriteStartObject("exception");
        json.WriteString("exceptionType", exception.GetType().FullName);
        json.WriteString("message", PrintableText.Line(exception.Message));
        json.WriteString("stackTrace", PrintableText.Of(exception));
        json.WriteEndObject();
    }
}
