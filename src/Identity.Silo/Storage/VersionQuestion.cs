using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Asks for the versions of rows of one table, and tells those who want to know.</summary>
internal sealed class VersionQuestion(StateTable table)
{
    private const int MaxKeys = 256;

    private readonly List<Waiter> _waiters = [];

    /// <summary>Whether rows of the table can still be added.</summary>
    public bool Takes(StateTable rows) => table == rows && _waiters.Count < MaxKeys;

    /// <summary>Adds a row; the version it will turn out to have, as an ETag, null when there is no row.</summary>
    public Task<string?> Add(EntityKey key)
    {
        var waiter = new Waiter(key);
        _waiters.Add(waiter);
        return waiter.Task;
    }

    /// <summary>Asks in one round trip and answers; true. Where it fails it may be repeated: who has been told is not told again.</summary>
    public static async Task<bool> AskAsync(NpgsqlConnection connection, List<VersionQuestion> questions, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var question in questions)
        {
            batch.BatchCommands.Add(question.Command());
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        foreach (var question in questions)
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var place = question._waiters.Count == 1 ? 0 : (int)reader.GetInt64(1) - 1;
                question._waiters[place].TrySetResult(ETags.Of(reader.GetInt64(0)));
            }

            foreach (var waiter in question._waiters)
            {
                waiter.TrySetResult(null);
            }

            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    public void Fail(Exception exception)
    {
        foreach (var waiter in _waiters)
        {
            waiter.TrySetException(exception);
        }
    }

    private NpgsqlBatchCommand Command()
    {
        if (_waiters is [var lone])
        {
            var one = new NpgsqlBatchCommand(table.ReadVersion);
            one.Parameters.Add(new NpgsqlParameter<string> { TypedValue = lone.Key.RealmId });
            one.Parameters.Add(new NpgsqlParameter<string> { TypedValue = lone.Key.Id });
            return one;
        }

        var realmIds = new string[_waiters.Count];
        var ids = new string[_waiters.Count];
        for (var place = 0; place < ids.Length; place++)
        {
            (realmIds[place], ids[place]) = (_waiters[place].Key.RealmId, _waiters[place].Key.Id);
        }

        var several = new NpgsqlBatchCommand(table.ReadVersions);
        several.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = realmIds });
        several.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids });
        return several;
    }

    // Continuations run apart: a reader's next step must not hold up the others.
    private sealed class Waiter(EntityKey key) : TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public EntityKey Key => key;
    }
}
