using BenchmarkDotNet.Attributes;
using Identity.Benchmarks.Installation;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Npgsql;
using NpgsqlTypes;
using Orleans;
using Orleans.Runtime;

namespace Identity.Benchmarks.Storage;

/// <summary>One row of a session on PostgreSQL with durable commits, one request after the other.</summary>
public class StorageBenchmarks
{
    private Pod _pod = null!;
    private PostgresGrainStorage _storage = null!;
    private NpgsqlDataSource _database = null!;
    private GrainId _id;
    private GrainState<SessionState> _row = null!;
    private byte[] _document = [];

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _pod = await Pod.StartAsync();
        _storage = _pod.Service<PostgresGrainStorage>();
        _database = _pod.Service<NpgsqlDataSource>();
        var realm = (await _pod.RealmAsync(Realm.Plain)).Realm;
        var authorized = await _pod.LogInAsync(realm, await _pod.UserAsync(realm));
        _id = GrainId.Create("session", SessionKey.Of(realm.Id, authorized.Session.Id, offline: false));
        _row = new GrainState<SessionState>();
        await _storage.ReadStateAsync(StateNames.Session, _id, _row);
        _document = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(_row.State!, StateJson.TypeInfo<SessionState>());
        await using var table = _database.CreateCommand("CREATE TABLE IF NOT EXISTS bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, doc jsonb NOT NULL)");
        await table.ExecuteNonQueryAsync();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _pod.DisposeAsync();

    [Benchmark(Description = "version of the row")]
    public ValueTask<string?> Version() => _storage.ReadVersionAsync(StateNames.Session, _id, CancellationToken.None);

    [Benchmark(Description = "read the row")]
    public Task Read() => _storage.ReadStateAsync(StateNames.Session, _id, new GrainState<SessionState>());

    [Benchmark(Description = "compare-and-swap write of the row")]
    public Task Write()
    {
        _row.State = _row.State! with { LastRefresh = _row.State.LastRefresh + 1 };
        return _storage.WriteStateAsync(StateNames.Session, _id, _row);
    }

    [Benchmark(Description = "bare insert of the same document", Baseline = true)]
    public async Task BareInsert()
    {
        await using var command = _database.CreateCommand("INSERT INTO bare (doc) VALUES ($1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = _document, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync();
    }
}
