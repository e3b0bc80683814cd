using Identity.Grains.Storage;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Asks for the versions of several rows of one table.</summary>
internal sealed record VersionQuestion(StateTable Table, EntityKey[] Keys)
{
    /// <summary>The versions of all rows in one round trip, in the order of the questions and their keys; null where there is no row.</summary>
    public static async Task<long?[]> AskAsync(NpgsqlConnection connection, VersionQuestion[] questions, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var question in questions)
        {
            batch.BatchCommands.Add(question.Command());
        }

        var versions = new long?[questions.Sum(question => question.Keys.Length)];
        var first = 0;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        foreach (var question in questions)
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                versions[first + (question.Keys.Length == 1 ? 0 : reader.GetInt64(1) - 1)] = reader.GetInt64(0);
            }

            first += question.Keys.Length;
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        return versions;
    }

    private NpgsqlBatchCommand Command()
    {
        if (Keys is [var lone])
        {
            var one = new NpgsqlBatchCommand(Table.ReadVersion);
            one.Parameters.Add(new NpgsqlParameter<string> { TypedValue = lone.RealmId });
            one.Parameters.Add(new NpgsqlParameter<string> { TypedValue = lone.Id });
            return one;
        }

        var several = new NpgsqlBatchCommand(Table.ReadVersions);
        several.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Keys.Select(key => key.RealmId)] });
        several.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Keys.Select(key => key.Id)] });
        return several;
    }
}
