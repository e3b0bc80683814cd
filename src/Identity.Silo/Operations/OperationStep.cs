namespace Identity.Silo.Operations;

/// <summary>A part of an operation: one statement, carried out again and again until there is nothing left for it.</summary>
/// <param name="Sql">Takes $1 realm, $2 targets, $3 how many rows, $4 the place that it answered last (empty at first), $5 from when sessions
/// are valid. Answers how many rows it has changed and the place to go on from; null where it is through.</param>
/// <param name="Delay">How long to wait before the first time.</param>
internal sealed record OperationStep(string Sql, TimeSpan Delay = default)
{
    /// <summary>Removes rows of a realm.</summary>
    /// <param name="table">The table.</param>
    /// <param name="condition">Which rows; of the realm in any case.</param>
    /// <param name="delay">How long to wait before the first time.</param>
    public static OperationStep Remove(string table, string condition = "true", TimeSpan delay = default) => new(
        $"""
        WITH gone AS (
            DELETE FROM {table} WHERE ctid = ANY (ARRAY (
                SELECT ctid FROM {table} WHERE realm_id = $1 AND ({condition}) LIMIT $3 FOR UPDATE SKIP LOCKED))
            RETURNING 1)
        SELECT count(*), CASE WHEN count(*) > 0 THEN '' END FROM gone
        """,
        delay);

    /// <summary>Takes the targets out of a list of ids that documents of the realm hold.</summary>
    /// <param name="table">The table.</param>
    /// <param name="list">The list's name in the document.</param>
    public static OperationStep TakeOut(string table, string list) => Change(
        table, $"SELECT id FROM {table} WHERE realm_id = $1 AND {Holds("doc", list)}", $"without_ids(entry.doc, '{list}', $2)");

    /// <summary>Takes the targets out of a list of ids of users, which are found by their terms.</summary>
    /// <param name="list">The list's name in the document.</param>
    /// <param name="kind">The kind of term that the list makes.</param>
    public static OperationStep TakeOutOfUsers(string list, string kind) => Change(
        "user_account",
        $"""
        SELECT account.id FROM user_term held JOIN user_account account ON account.realm_id = $1 AND account.username = held.username
        WHERE held.term IN (SELECT user_term($1, '{kind}', target) FROM unnest($2) target) AND {Holds("account.doc", list)}
        """,
        $"without_ids(entry.doc, '{list}', $2)");

    // What is no list, in a document that was damaged, holds nothing, and must not make the operation fail for ever.
    private static string Holds(string document, string list) => $"{document} -> '{list}' ?| $2 AND jsonb_typeof({document} -> '{list}') = 'array'";

    // Locked in one order, so that two operations never wait for each other crosswise.
    private static OperationStep Change(string table, string ids, string document) => new(
        $"""
        WITH held AS MATERIALIZED (
            SELECT id FROM {table} WHERE realm_id = $1 AND id IN ({ids} LIMIT $3) ORDER BY id FOR UPDATE),
        changed AS (
            UPDATE {table} entry SET version = random_version(), doc = {document} FROM held WHERE entry.realm_id = $1 AND entry.id = held.id RETURNING 1)
        SELECT count(*), CASE WHEN count(*) > 0 THEN '' END FROM changed
        """);
}
