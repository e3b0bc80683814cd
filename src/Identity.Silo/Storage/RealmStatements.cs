using Identity.Grains.Storage;

namespace Identity.Silo.Storage;

/// <summary>The statements that write the records of one kind of a whole realm.</summary>
internal sealed class RealmStatements
{
    private static readonly Dictionary<string, RealmStatements> s_all = new RealmStatements[]
    {
        new(StateNames.Realm, [], "stored.doc"),
        new(StateNames.ClientScope, ["name"], "stored.doc || jsonb_build_object('name', '~' || stored.id)"),
        new(StateNames.Client, ["clientId"], "stored.doc || jsonb_build_object('clientId', '~' || stored.id)"),
        new(StateNames.Role, ["clientId", "name"], "stored.doc || jsonb_build_object('name', '~' || stored.id)"),
        new(StateNames.Group, ["parentId", "name"], "stored.doc || jsonb_build_object('name', '~' || stored.id)"),
        new(
            StateNames.User,
            ["username", "email", "emailUnique", "serviceAccountClientId"],
            "stored.doc - '{email,serviceAccountClientId}'::text[] || jsonb_build_object('username', '~' || stored.id)"),
    }.ToDictionary(statements => statements.Table.Name, StringComparer.Ordinal);

    private RealmStatements(string kind, string[] names, string parked)
    {
        Table = StateTable.Of(kind);
        IsNamed = names.Length > 0;
        var differ = string.Join(" OR ", names.Select(name => $"stored.doc -> '{name}' IS DISTINCT FROM given.doc -> '{name}'"));
        RemoveOthers = $"DELETE FROM {kind} WHERE realm_id = $1 AND id <> ALL ($2::text[])";
        FreeNames = $"""
            UPDATE {kind} SET version = random_version(), doc = parked.doc
            FROM (SELECT stored.id, {parked} AS doc
                  FROM {kind} stored JOIN unnest($2::text[], $3::jsonb[]) given (id, doc) USING (id)
                  WHERE stored.realm_id = $1 AND ({differ})) parked
            WHERE {kind}.realm_id = $1 AND {kind}.id = parked.id
            """;
        Put = $"""
            {Table.InsertMany} ON CONFLICT (realm_id, id) DO UPDATE SET version = excluded.version, doc = excluded.doc
            WHERE {kind}.doc IS DISTINCT FROM excluded.doc
            """;
    }

    public StateTable Table { get; }

    /// <summary>Whether the kind has names that only one record of a realm can have.</summary>
    public bool IsNamed { get; }

    /// <summary>Removes records of the realm ($1) whose ids are not in $2.</summary>
    public string RemoveOthers { get; }

    /// <summary>Takes the names away from those of the records ($2) that are to have others ($3): two may swap theirs.</summary>
    public string FreeNames { get; }

    /// <summary>Inserts records, or replaces those of the same ids.</summary>
    public string Put { get; }

    /// <summary>The statements of a kind.</summary>
    public static RealmStatements Of(string kind) => s_all[kind];
}
