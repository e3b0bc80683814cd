using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Silo.Operations;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Identity.Silo.Tests.Operations;

/// <summary>Two pods on a database of their own, whose operations go on when the test says so.</summary>
internal sealed class OperationBed(PostgresServer server)
{
    // Ends are told from beginnings by the second, and the database has its own clock.
    private readonly TestClock _time = new(TimeProvider.System.GetUtcNow());

    public TestDatabase Database { get; private set; } = null!;

    public GrainHost First { get; private set; } = null!;

    public GrainHost Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await server.CreateDatabaseAsync();
        First = await GrainHost.StartAsync(Database, _time);
        Second = await GrainHost.StartAsync(Database, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Database.DisposeAsync();
    }

    public async Task<RealmSnapshot> CreateRealmAsync(string name)
    {
        await First.Services.GetRequiredService<RealmCreation>().CreateAsync(name, CancellationToken.None);
        return (await First.Realms.FreshAsync(name, CancellationToken.None))!;
    }

    /// <summary>Users with one role and one group each where they are given.</summary>
    public Task InsertUsersAsync(string realmId, int count, int first = 0, string roleId = "r", string groupId = "g") => ExecuteAsync($$"""
        INSERT INTO user_account (realm_id, id, version, doc)
        SELECT '{{realmId}}', 'user-' || number, number, jsonb_build_object('id', 'user-' || number, 'username', 'name-' || number,
            'roleIds', jsonb_build_array('{{roleId}}', 'kept'), 'groupIds', jsonb_build_array('{{groupId}}', 'kept'))
        FROM generate_series({{first + 1}}, {{first + count}}) number
        """);

    public static async Task<ISessionGrain> StartSessionAsync(GrainHost pod, RealmSnapshot realm, string userId, string clientId, bool offline = false)
    {
        var session = pod.Grains.GetGrain<ISessionGrain>(SessionKey.Of(realm.Id, SessionKey.NewId(), offline));
        await session.StartAsync(new SessionStart
        {
            UserId = userId,
            Username = "name",
            Offline = offline,
            AuthTime = 1,
            Client = new ClientAuthorization { ClientId = clientId },
        });
        return session;
    }

    /// <summary>Operations that wait wait no longer.</summary>
    public Task HurryAsync() => ExecuteAsync("UPDATE operation SET next_at = clock_timestamp()");

    /// <summary>Works until there is nothing to do.</summary>
    public static async Task FinishAsync(GrainHost pod)
    {
        var batches = pod.Services.GetRequiredService<OperationBatches>();
        while (await batches.RunAsync(null, CancellationToken.None))
        {
            // Each is a step.
        }
    }

    public async Task<int> CountAsync(string table, string realmId)
    {
        var condition = table == "user_term" ? "username LIKE 'name-%'" : $"realm_id = '{realmId}'";
        await using var source = NpgsqlDataSource.Create(Database.ConnectionString);
#pragma warning disable CA2100 // Ids of the test.
        await using var command = source.CreateCommand($"SELECT count(*)::int FROM {table} WHERE {condition}");
#pragma warning restore CA2100
        return (int)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database.ConnectionString);
#pragma warning disable CA2100 // Ids of the test.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
