using Identity.Silo.Logs;

namespace Identity.Silo.Cluster;

/// <summary>Ends the process when its silo cannot go on, most often because the others have declared it dead: what restarts pods
/// starts a new one.</summary>
internal sealed partial class SiloDeath(ILogger<SiloDeath> logger) : IFatalErrorHandler
{
    /// <summary>The exit code, as sysexits.h has it for software that failed.</summary>
    public const int ExitCode = 70;

    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        var reason = context ?? exception?.Message ?? "unknown";
        LogDead(reason, exception);

        // The log is written by a thread of its own, which the exit does not wait for.
        Console.Error.WriteLine($"identity: this silo ends: {PrintableText.Line(reason)}");
        Environment.Exit(ExitCode);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "This silo ends: {Reason}")]
    private partial void LogDead(string reason, Exception? exception);
}
