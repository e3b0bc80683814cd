namespace Identity.Silo.Postgres;

internal sealed partial class PrivatePostgres
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Private PostgreSQL is ready in {Folder}, process {ProcessId}")]
    private partial void LogReady(string folder, int processId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A PostgreSQL server was left running in {Folder}; it is stopped first")]
    private partial void LogOrphan(string folder);

    [LoggerMessage(Level = LogLevel.Error, Message = "The private PostgreSQL has died; it is started again")]
    private partial void LogDied();

    [LoggerMessage(Level = LogLevel.Error, Message = "The private PostgreSQL could not be started again: {Reason}")]
    private partial void LogRestartFailed(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "PostgreSQL: {Line}")]
    private partial void LogServer(string line);
}
