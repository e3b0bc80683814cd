using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Reads versions of states. A lone read goes out at once; those that come while reads are under way go out together, whatever
/// their kinds, as soon as one of them is back, and see everything committed before they were asked for.</summary>
internal sealed class VersionReads(PostgresDatabase database)
{
    private const int MaxUnderWay = 2;
    private const int MaxTogether = 256;

    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiting = new();
    private int _underWay;

    /// <summary>The version of the row; null when there is none.</summary>
    public Task<long?> ReadAsync(StateTable table, EntityKey key, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(table, key);
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

    private static async Task<bool> ReadAsync(NpgsqlConnection connection, List<Waiter> together, CancellationToken cancellationToken)
    {
        if (together is [var lone])
        {
            lone.TrySetResult(await StateCommand.ReadVersionAsync(connection, lone.Table, lone.Key, cancellationToken).ConfigureAwait(false));
            return true;
        }

        var kinds = together.GroupBy(waiter => waiter.Table).ToArray();
        var questions = kinds.Select(kind => new VersionQuestion(kind.Key, [.. kind.Select(waiter => waiter.Key)])).ToArray();
        var answers = await VersionQuestion.AskAsync(connection, questions, cancellationToken).ConfigureAwait(false);
        foreach (var (waiter, version) in kinds.SelectMany(kind => kind).Zip(answers))
        {
            waiter.TrySetResult(version);
        }

        return true;
    }

    // Continuations run apart: a reader's next step must not hold up the others.
    private sealed class Waiter(StateTable table, EntityKey key) : TaskCompletionSource<long?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public StateTable Table => table;

        public EntityKey Key => key;
    }
}
