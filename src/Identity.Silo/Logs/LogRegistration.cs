using Identity.Silo.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Identity.Silo.Logs;

/// <summary>Sets up the console log.</summary>
internal static partial class LogRegistration
{
    /// <summary>Logs to the console as configured. Framework categories are kept to warnings unless debug or a category asks for them.</summary>
    public static void AddConsoleLog(this ILoggingBuilder logging, LogOptions options)
    {
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.SetMinimumLevel(options.Level);
        if (options.Level == LogLevel.Information)
        {
            logging.AddFilter("Microsoft", LogLevel.Warning);

            // A start that fails is reported by us, in one line.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
            logging.AddFilter("System", LogLevel.Warning);
            logging.AddFilter("Npgsql", LogLevel.Warning);
            logging.AddFilter("Polly", LogLevel.Warning);

            // Of the cluster we tell in lines of our own.
            logging.AddFilter("Orleans", LogLevel.Error);
            logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Critical);

            // What fails there, ordinary conflicts among it, is told by whoever asked.
            logging.AddFilter("Orleans.Storage.AdoNetGrainStorage", LogLevel.None);
            logging.AddFilter("Identity.Silo.Storage.OrleansGrants", LogLevel.None);
        }

        foreach (var (category, level) in options.Categories)
        {
            logging.AddFilter(category, level);
        }

        logging.AddConsole(console => console.FormatterName = options.Json ? JsonLineFormatter.FormatterName : PlainLineFormatter.FormatterName);
        logging.AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();
        logging.AddConsoleFormatter<PlainLineFormatter, ConsoleFormatterOptions>();
    }

    /// <summary>The log of what runs outside a server's host.</summary>
    public static ILoggerFactory CreateFactory(LogOptions options) => LoggerFactory.Create(logging => logging.AddConsoleLog(options));

    /// <summary>Tells the operator what in the configuration had no effect.</summary>
    public static void LogWarnings(this ILoggerFactory loggers, IEnumerable<string> warnings)
    {
        var logger = loggers.CreateLogger("Identity.Silo.Configuration");
        foreach (var warning in warnings)
        {
            LogWarning(logger, warning);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void LogWarning(ILogger logger, string warning);
}
