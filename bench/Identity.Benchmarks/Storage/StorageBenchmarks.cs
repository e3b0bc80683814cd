using BenchmarkDotNet.Attributes;
using Identity.Benchmarks.Installation;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Identity.Benchmarks.Storage;

/// <summary>One row of a session on PostgreSQL with durable commits, one request after the other.</summary>
public class StorageBenchmarks
{
    private Pod _pod = null!;
    private IRecordStore _storage = null!;
    private NpgsqlDataSource _database = null!;
    private EntityKey _key;
    private StoredRecord<SessionState> _row = null!;
    private byte[] _document = [];

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _pod = await Pod.StartAsync();
        _storage = _pod.Service<IRecordStore>();
        _database = _pod.Service<NpgsqlDataSource>();
        var realm = (await _pod.RealmAsync(Realm.Plain)).Realm;
        var authorized = await _pod.LogInAsync(realm, await _pod.UserAsync(realm));
        _key = SessionKey.Of(realm.Id, authorized.Session.Id, offline: false);
        _row = (await _storage.ReadAsync<SessionState>(StateNames.Session, _key, CancellationToken.None))!;
        _document = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(_row.State, StateJson.TypeInfo<SessionState>());
        await using var table = _database.CreateCommand("CREATE TABLE IF NOT EXISTS bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, doc jsonb NOT NULL)");
        await table.ExecuteNonQueryAsync();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _pod.DisposeAsync();

    [Benchmark(Description = "version of the row")]
    public ValueTask<string?> Version() => _storage.ReadVersionAsync(StateNames.Session, _key, CancellationToken.None);

    [Benchmark(Description = "read the row")]
    public Task Read() => _storage.ReadAsync<SessionState>(StateNames.Session, _key, CancellationToken.None);

    [Benchmark(Description = "compare-and-swap write of the row")]
    public async Task Write()
    {
        var next = _row.State with { LastRefresh = _row.State.LastRefresh + 1 };
        _row = await _storage.WriteAsync(StateNames.Session, _key, _row.ETag, next);
    }

    [Benchmark(Description = "bare insert of the same document", Baseline = true)]
    public async Task BareInsert()
    {
        await using var command = _database.CreateCommand("INSERT INTO bare (doc) VALUES ($1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = _document, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync();
    }
}
