using Identity.Grains.Storage;

namespace Identity.Silo.Storage;

/// <summary>The statements of one kind of state.</summary>
internal sealed class StateTable
{
    private static readonly Dictionary<string, StateTable> s_all = new[]
    {
        StateNames.Realm, StateNames.Client, StateNames.ClientScope, StateNames.Role,
        StateNames.Group, StateNames.User, StateNames.Session, StateNames.RevokedToken,
    }.ToDictionary(name => name, name => new StateTable(name), StringComparer.Ordinal);

    // Only names of the list above come here: nothing else ever becomes part of a statement.
    private StateTable(string name)
    {
        Name = name;
        Read = $"SELECT version, doc FROM {name} WHERE realm_id = $1 AND id = $2";
        Insert = $"INSERT INTO {name} (realm_id, id, version, doc) VALUES ($1, $2, $3, $4) ON CONFLICT (realm_id, id) DO NOTHING";
        InsertNew = $"INSERT INTO {name} (realm_id, id, version, doc) VALUES ($1, $2, $3, $4)";
        InsertMany = $"INSERT INTO {name} (realm_id, id, version, doc) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[])";
        Update = $"UPDATE {name} SET version = $3, doc = $4 WHERE realm_id = $1 AND id = $2 AND version = $5";
        Delete = $"DELETE FROM {name} WHERE realm_id = $1 AND id = $2 AND version = $3";
        ReadVersion = $"SELECT version FROM {name} WHERE realm_id = $1 AND id = $2";
        ReadVersions = $"""
            SELECT stored.version, asked.place
            FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (realm_id, id, place)
            JOIN {name} stored ON stored.realm_id = asked.realm_id AND stored.id = asked.id
            """;
    }

    public string Name { get; }

    public string Read { get; }

    public string Insert { get; }

    /// <summary>As <see cref="Insert"/>; a row that is there is a unique violation.</summary>
    public string InsertNew { get; }

    public string InsertMany { get; }

    public string Update { get; }

    public string Delete { get; }

    public string ReadVersion { get; }

    public string ReadVersions { get; }

    /// <summary>The table of a state name; refuses names that are not in <see cref="StateNames"/>.</summary>
    public static StateTable Of(string stateName) =>
        s_all.GetValueOrDefault(stateName) ?? throw new ArgumentException($"There is no state '{stateName}'.", nameof(stateName));
}
