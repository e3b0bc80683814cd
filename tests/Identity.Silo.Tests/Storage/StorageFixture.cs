using System.Diagnostics.Metrics;
using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Identity.Silo.Tests.Storage;

/// <summary>The storage on a database of the test class's own.</summary>
public sealed class StorageFixture(PostgresServer server) : IAsyncLifetime
{
    private TestDatabase? _test;
    private PostgresDatabase? _database;

    public string ConnectionString => _test!.ConnectionString;

    internal PostgresDatabase Database => _database!;

    internal PostgresRecordStore Storage { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _test = await server.CreateDatabaseAsync();
        _database = new PostgresDatabase(_test.ConnectionString);
        Storage = new PostgresRecordStore(_database, TimeProvider.System);
    }

    /// <summary>What reads documents.</summary>
    internal static RecordReader Records { get; } = new(new UnreadableRecords(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), NullLogger<UnreadableRecords>.Instance));

    /// <summary>What reads realms from a database.</summary>
    internal static PostgresRealmSource Source(PostgresDatabase database) => new(
        database,
        new RealmAnnouncements(database, TimeProvider.System, NullLogger<RealmAnnouncements>.Instance),
        Records);

    public async ValueTask DisposeAsync()
    {
        _database?.Dispose();
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }
    }

    internal async Task<StoredRow<T>> ReadAsync<T>(string stateName, EntityKey key)
        where T : class
    {
        var state = new StoredRow<T>();
        await state.ReadAsync(Storage, stateName, key);
        return state;
    }

    internal async Task<StoredRow<T>> InsertAsync<T>(string stateName, string realmId, string id, T value)
        where T : class
    {
        var state = new StoredRow<T>(Sample.WithId(value, id));
        await state.WriteAsync(Storage, stateName, new EntityKey(realmId, id));
        return state;
    }
}
