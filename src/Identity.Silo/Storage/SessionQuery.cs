using Identity.Grains.Sessions;
using Identity.Grains.Texts;

namespace Identity.Silo.Storage;

/// <summary>Turns a search for sessions into statements about session_entry and user_session.</summary>
internal sealed class SessionQuery
{
    private readonly Query _query;
    private readonly string _realm;
    private readonly string _client;
    private readonly string? _user;

    private SessionQuery(Query query, SessionSearch search)
    {
        _query = query;
        _realm = query.Value(search.Realm.Id);
        _client = query.Value(search.ClientId ?? "");
        _user = search.UserId is null ? null : query.Value(search.UserId);
    }

    /// <summary>The query of that search; null when it can find nothing.</summary>
    public static SessionQuery? Of(Query query, SessionSearch search)
    {
        if (!new[] { search.Realm.Id, search.ClientId, search.UserId, search.Text }.All(StorableText.IsStorable)
            || !search.TextClients.All(StorableText.IsStorable))
        {
            return null;
        }

        var built = new SessionQuery(query, search);
        built.AddLiveness(search);
        if (search.Offline is { } offline)
        {
            query.Where($"(session.doc -> 'offline' = 'true') IS {(offline ? "" : "NOT ")}TRUE");
        }

        if (!string.IsNullOrWhiteSpace(search.Text))
        {
            var part = query.Value(SearchWord.Part(search.Text.Trim()));
            query.Where($"""
                (search_case(session.doc ->> 'username') LIKE search_case({part})
                    OR session.doc ->> 'ipAddress' LIKE search_case({part})
                    OR session.doc -> 'clients' ?| {query.Value(search.TextClients.ToArray())})
                """);
        }

        return built;
    }

    /// <summary>The documents, newest first.</summary>
    public string Documents() => $"SELECT session.doc, session.realm_id, session.id, session.user_id {Sessions()} ORDER BY {(_user is null ? "entry.started" : "(session.doc ->> 'started')::bigint")} DESC, session.id DESC";

    /// <summary>How many there are.</summary>
    public string Count() => $"SELECT count(*) {Sessions()}";

    /// <summary>Client, sessions, offline sessions.</summary>
    public string CountByClient() => $"""
        SELECT entry.client_id, count(*) FILTER (WHERE NOT offline), count(*) FILTER (WHERE offline)
        FROM session_entry entry JOIN (
            SELECT session.id, coalesce(session.doc -> 'offline' = 'true', false) AS offline FROM user_session session
            WHERE session.realm_id = {_realm} AND {_query.Conditions}{(_user is null ? "" : $" AND session.user_id = {_user}")}) live ON live.id = entry.id
        WHERE entry.realm_id = {_realm} AND entry.client_id <> '' AND {_client} IN ('', entry.client_id)
        GROUP BY entry.client_id ORDER BY entry.client_id
        """;

    // A user's few sessions are found by user, all others along their beginnings.
    private string Sessions() => _user is null
        ? $"""
            FROM session_entry entry JOIN user_session session ON session.realm_id = entry.realm_id AND session.id = entry.id
            WHERE entry.realm_id = {_realm} AND entry.client_id = {_client} AND {_query.Conditions}
            """
        : $"""
            FROM user_session session
            WHERE session.realm_id = {_realm} AND session.user_id = {_user}
                AND ({_client} = '' OR session.doc -> 'clients' ? {_client}) AND {_query.Conditions}
            """;

    private void AddLiveness(SessionSearch search)
    {
        var now = search.Now.ToUnixTimeSeconds();
        _query.Where($"(session.expires_at IS NULL OR session.expires_at > {_query.Value(now)})");
        _query.Where($"""
            CASE WHEN session.doc -> 'offline' = 'true' THEN {Within(SessionLimits.Of(search.Realm, offline: true, rememberMe: false), now)}
                WHEN session.doc -> 'rememberMe' = 'true' THEN {Within(SessionLimits.Of(search.Realm, offline: false, rememberMe: true), now)}
                ELSE {Within(SessionLimits.Of(search.Realm, offline: false, rememberMe: false), now)} END
            """);
    }

    private string Within(SessionLimits limits, long now) =>
        $"{After("lastRefresh", now - limits.IdleWithMargin)} AND {After("started", now - limits.Max)}";

    // A session that does not say is listed as what it is: it must not make the list of all fail, nor be missing from it.
    private string After(string field, long time) =>
        $"CASE jsonb_typeof(session.doc -> '{field}') WHEN 'number' THEN (session.doc -> '{field}')::numeric > {_query.Value(time)} ELSE true END";
}
