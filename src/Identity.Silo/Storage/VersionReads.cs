using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Reads versions of one kind of state. A lone read goes out at once; those that come while reads are under way go out
/// together as soon as one of them is back, and see everything committed before they were asked for.</summary>
internal sealed class VersionReads(PostgresDatabase database, StateTable table)
{
    private const int MaxUnderWay = 2;
    private const int MaxTogether = 256;

    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiting = new();
    private int _underWay;

    /// <summary>The version of the row; null when there is none.</summary>
    public Task<long?> ReadAsync(EntityKey key, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(key);
        lock (_lock)
        {
            _waiting.Enqueue(waiter);
            if (_underWay == MaxUnderWay)
            {
                return waiter.Task.WaitAsync(cancellationToken);
            }

            _underWay++;
        }

        // Its failures are those of the waiters.
        _ = SendAsync();
        return waiter.Task.WaitAsync(cancellationToken);
    }

    private async Task SendAsync()
    {
        while (Take() is { Count: > 0 } together)
        {
            try
            {
                await database.RunAsync((connection, _, token) => ReadAsync(connection, together, token), CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                foreach (var waiter in together)
                {
                    waiter.TrySetException(exception);
                }
            }
        }
    }

    private List<Waiter> Take()
    {
        lock (_lock)
        {
            var together = new List<Waiter>(Math.Min(_waiting.Count, MaxTogether));
            while (together.Count < MaxTogether && _waiting.TryDequeue(out var waiter))
            {
                together.Add(waiter);
            }

            if (together.Count == 0)
            {
                _underWay--;
            }

            return together;
        }
    }

    private async Task<bool> ReadAsync(NpgsqlConnection connection, List<Waiter> together, CancellationToken cancellationToken)
    {
        if (together is [var lone])
        {
            lone.TrySetResult(await StateCommand.ReadVersionAsync(connection, table, lone.Key, cancellationToken).ConfigureAwait(false));
            return true;
        }

#pragma warning disable CA2100 // A StateTable's statement: made of constants.
        await using var command = new NpgsqlCommand(table.ReadVersions, connection);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. together.Select(waiter => waiter.Key.RealmId)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. together.Select(waiter => waiter.Key.Id)] });
        var versions = new long?[together.Count];
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                versions[reader.GetInt64(0) - 1] = reader.GetInt64(1);
            }
        }

        for (var place = 0; place < versions.Length; place++)
        {
            together[place].TrySetResult(versions[place]);
        }

        return true;
    }

    // Continuations run apart: a reader's next step must not hold up the others.
    private sealed class Waiter(EntityKey key) : TaskCompletionSource<long?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public EntityKey Key { get; } = key;
    }
}
