namespace Identity.Silo.Operations;

/// <summary>Statements that end sessions or clients' parts of them, from the oldest on.</summary>
internal static class SessionSteps
{
    /// <summary>Ends the sessions of the realm that began before they were valid. Offline ones stay.</summary>
    public const string EndAll = """
        WITH page AS MATERIALIZED (
            SELECT started, id FROM session_entry
            WHERE realm_id = $1 AND client_id = '' AND started < $5
                AND (started, id) > (coalesce(nullif(split_part($4, '/', 1), ''), '-1')::bigint, split_part($4, '/', 2))
            ORDER BY started, id LIMIT $3),
        gone AS (
            DELETE FROM user_session session USING page
            WHERE session.realm_id = $1 AND session.id = page.id AND session.doc -> 'offline' IS DISTINCT FROM 'true' RETURNING 1)
        SELECT (SELECT count(*) FROM gone), (SELECT started || '/' || id FROM page ORDER BY started DESC, id DESC LIMIT 1)
        """;

    /// <summary>Ends the clients' parts that began before they were valid.</summary>
    public static readonly string EndParts = Parts("""
        CASE jsonb_typeof(entry.doc #> ARRAY['clients', client, 'started'])
            WHEN 'number' THEN (entry.doc #> ARRAY['clients', client, 'started'])::numeric < $5 ELSE true END
        """);

    /// <summary>Ends the parts of clients that are gone.</summary>
    public static readonly string ForgetClients = Parts("true");

    // A session ends with its last client.
    private static string Parts(string condition) => $"""
        WITH page AS MATERIALIZED (
            SELECT started, id, client_id FROM session_entry
            WHERE realm_id = $1 AND client_id = ANY ($2)
                AND (started, id) > (coalesce(nullif(split_part($4, '/', 1), ''), '-1')::bigint, split_part($4, '/', 2))
            ORDER BY started, id LIMIT $3),
        held AS MATERIALIZED (
            SELECT entry.id, ARRAY (
                SELECT client FROM unnest($2) client WHERE entry.doc -> 'clients' ? client AND {condition}) ended
            FROM user_session entry WHERE entry.realm_id = $1 AND entry.id IN (SELECT id FROM page) ORDER BY entry.id FOR UPDATE),
        gone AS (
            DELETE FROM user_session entry USING held
            WHERE entry.realm_id = $1 AND entry.id = held.id AND ended <> ARRAY[]::text[] AND (entry.doc -> 'clients') - ended = '{EmptyObject}' RETURNING 1),
        changed AS (
            UPDATE user_session entry SET version = random_version(), doc = jsonb_set(entry.doc, ARRAY['clients'], (entry.doc -> 'clients') - ended) FROM held
            WHERE entry.realm_id = $1 AND entry.id = held.id AND ended <> ARRAY[]::text[] AND (entry.doc -> 'clients') - ended <> '{EmptyObject}' RETURNING 1)
        SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM changed), (SELECT started || '/' || id FROM page ORDER BY started DESC, id DESC LIMIT 1)
        """;

    private const string EmptyObject = "{}";
}
