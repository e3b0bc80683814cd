using System.Net.Sockets;
using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Tells what an exception of the driver means to callers.</summary>
internal static class StorageFault
{
    /// <summary>The database did not answer, is starting or stopping, or has no room: trying again later may help.</summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException postgres => IsUnavailable(postgres.SqlState),
        NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>The connection broke under the command: another connection may work at once.</summary>
    public static bool IsLostConnection(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        NpgsqlException npgsql => npgsql.InnerException is IOException or SocketException,
        IOException or SocketException => true,
        _ => false,
    };

    /// <summary>The transaction was rolled back because it and others waited for each other: it can be repeated at once.</summary>
    public static bool IsDeadlock(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected };

    /// <summary>The statement was refused for a value in it: it is too long, out of range, or a text that cannot be held, or too much
    /// for an index (54000). Other data exceptions are faults of ours.</summary>
    public static bool IsUnstorable(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.StringDataRightTruncation or PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.CharacterNotInRepertoire
            or PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.ProgramLimitExceeded,
    };

    /// <summary>As callers of the storage see it.</summary>
    public static StorageUnavailableException Unavailable(Exception exception) =>
        new($"The database is unavailable: {(exception.InnerException ?? exception).Message}");

    /// <summary>As callers see that it hangs.</summary>
    public static StorageUnavailableException Hanging() => new("The database is unavailable: it does not answer.");

    /// <summary>As callers see that what they ask may be asked no more.</summary>
    public static StorageUnavailableException StoodStill() => new("This server stood still: what it was asked before is not carried out.");

    // Connection (08), authorization while credentials change (28), resources (53), operator (57), system (58) and
    // conflict (40, 55P03) errors pass; a read-only server (25006) is one that is no longer the primary.
    private static bool IsUnavailable(string state) =>
        state[..2] is "08" or "28" or "53" or "57" or "58" or "40"
        || state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable;
}
