using System.Text.Json;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Npgsql;
using NpgsqlTypes;

namespace Identity.Silo.Storage;

/// <summary>What is used up by inserting a row, in the statement that inserts it.</summary>
internal sealed class UseInsert
{
    private readonly string _id;
    private readonly byte[] _document;

    private UseInsert(SingleUse use)
    {
        _id = use.Key.Id;
        _document = JsonSerializer.SerializeToUtf8Bytes(new RevokedTokenState { Id = _id, ExpiresAt = use.ExpiresAt }, StateJson.TypeInfo<RevokedTokenState>());
    }

    /// <summary>What an insert uses up; null where that is nothing.</summary>
    public static UseInsert? Of(SingleUse? use) => use is null ? null : new UseInsert(use);

    /// <summary>Inserts the row of the table unless it is there or the use is. Answers how many rows it inserted; its own values follow the row's four.</summary>
    public static string Statement(StateTable table) => $"""
        WITH used AS (
            INSERT INTO {StateNames.RevokedToken} (realm_id, id, version, doc) VALUES ($1, $5, $3, $6)
            ON CONFLICT (realm_id, id) DO NOTHING RETURNING 1),
        changed AS (
            INSERT INTO {table.Name} (realm_id, id, version, doc) SELECT $1, $2, $3, $4 FROM used
            ON CONFLICT (realm_id, id) DO NOTHING RETURNING 1)
        SELECT count(*) FROM changed
        """;

    /// <summary>Adds its values.</summary>
    public void AddValues(NpgsqlParameterCollection parameters)
    {
        parameters.Add(new NpgsqlParameter<string> { TypedValue = _id });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = _document, NpgsqlDbType = NpgsqlDbType.Jsonb });
    }
}
