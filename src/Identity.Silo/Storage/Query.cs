using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>A query whose text depends on what is asked. Only constants become text; values are parameters.</summary>
internal sealed class Query
{
    // Planned for its own values: what finds one row and what finds a million need different ways. Compiling, or starting helpers on other
    // processors, would take longer than most of them run.
    private const string Settings = """
        SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),
               set_config('max_parallel_workers_per_gather', '0', true), set_config('work_mem', '16MB', true)
        """;

    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly List<string> _conditions = [];

    /// <summary>The conditions, all of which must be met.</summary>
    public string Conditions => _conditions.Count == 0 ? "true" : string.Join(" AND ", _conditions);

    /// <summary>A value's place in the text.</summary>
    public string Value<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${_parameters.Count}";
    }

    /// <summary>Adds a condition: constants and places of values.</summary>
    public void Where(string condition) => _conditions.Add(condition);

    /// <summary>A page's limits; a negative maximum has none.</summary>
    public string Page(int first, int max) =>
        (max < 0 ? "" : $" LIMIT {Value((long)max)}") + (first <= 0 ? "" : $" OFFSET {Value((long)first)}");

    /// <summary>Carries it out, in one round trip, and reads its rows.</summary>
    public Task<List<T>> ReadAsync<T>(PostgresDatabase database, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, _, token) =>
            {
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand(Settings));
                batch.BatchCommands.Add(Command(sql));
                await using var reader = await batch.ExecuteReaderAsync(token).ConfigureAwait(false);
                await reader.NextResultAsync(token).ConfigureAwait(false);
                var rows = new List<T>();
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }

                return rows;
            },
            cancellationToken);

    // With copies of the values: a parameter belongs to one command, and the query may be carried out again.
    private NpgsqlBatchCommand Command(string sql)
    {
#pragma warning disable CA2100 // Constants and places of values.
        var command = new NpgsqlBatchCommand(sql);
#pragma warning restore CA2100
        foreach (var parameter in _parameters)
        {
            command.Parameters.Add(parameter.Clone());
        }

        return command;
    }
}
