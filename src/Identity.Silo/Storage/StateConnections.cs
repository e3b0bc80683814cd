using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Runs commands on pooled connections, once more where a connection turns out to have been lost.</summary>
internal static class StateConnections
{
    /// <summary>Runs the work. It may run a second time when the connection broke the first time, and must allow for its first run
    /// having been carried out or not.</summary>
    /// <exception cref="StorageUnavailableException">The database did not answer, or this process stood still.</exception>
    /// <exception cref="UnstorableException">A value of the statement does not fit.</exception>
    public static async Task<T> RunAsync<T>(
        this PostgresDatabase database,
        Func<NpgsqlConnection, bool, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        if (database.Standstill.HasJustEnded)
        {
            throw StorageFault.StoodStill();
        }

        var hanging = database.Watch.Hanging;
        using var both = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, hanging) : null;
        var answered = false;
        database.Watch.Asked();
        try
        {
            var token = both?.Token ?? hanging;
            var result = await RunOnceOrTwiceAsync(database, work, token).WaitAsync(token).ConfigureAwait(false);
            answered = true;
            return result;
        }
        catch (OperationCanceledException) when (hanging.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw StorageFault.Hanging();
        }
        finally
        {
            database.Watch.Ended(answered);
        }
    }

    private static async Task<T> RunOnceOrTwiceAsync<T>(
        PostgresDatabase database,
        Func<NpgsqlConnection, bool, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        for (var repeated = false; ; repeated = true)
        {
            var open = false;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await using var connection = await database.Pool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                open = true;

                // What was sent is left alone, not called back: for that the driver blocks a thread until the server answers on
                // another connection.
                return await work(connection, repeated, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (open && !repeated && (StorageFault.IsLostConnection(exception) || StorageFault.IsDeadlock(exception)))
            {
                // Two that swap their names wait for each other: one is rolled back, and comes after the other.
                // After a restart or failover of the server every pooled connection is dead; the pool has dropped them by now.
            }
            catch (Exception exception) when (StorageFault.IsUnavailable(exception))
            {
                throw StorageFault.Unavailable(exception);
            }
            catch (PostgresException exception) when (StorageFault.IsUnstorable(exception))
            {
                throw new UnstorableException(exception.SqlState);
            }
        }
    }
}
