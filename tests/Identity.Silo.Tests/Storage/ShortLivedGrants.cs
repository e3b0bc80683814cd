using Identity.Grains.Passwords;
using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Identity.Silo.Tests.Storage;

/// <summary>What grains keep by Orleans's own storage: two pods on one database, each with an activation of its own.</summary>
public sealed class ShortLivedGrants(PostgresServer postgres) : IAsyncLifetime
{
    private const long Each = 12_000;
    private static readonly EntityKey s_key = new("realm", "192.0.2.0-24");
    private TestDatabase _database = null!;
    private GrainHost _here = null!;
    private GrainHost _there = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _here = await GrainHost.StartAsync(_database);
        _there = await GrainHost.StartAsync(_database, _here.Time);
    }

    public async ValueTask DisposeAsync()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_that_several_pods_count_at_once_is_lost()
    {
        var started = _here.Time.GetUtcNow().ToUnixTimeMilliseconds();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number =>
            (number % 2 == 0 ? _here : _there).Services.GetRequiredService<GuessingNetworks>().CountAsync(new GuessingNetwork(s_key, Each))));

        Assert.Equal(started + (41 * Each), await CountAsync(_here));
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM orleansstorage"));
    }

    [Fact]
    public async Task Who_holds_a_version_of_a_row_that_was_swept_away_does_not_overwrite_the_one_after_it()
    {
        for (var number = 0; number < 3; number++)
        {
            await CountAsync(_here);
        }

        await ScalarAsync("DELETE FROM orleansstorage");
        for (var number = 0; number < 3; number++)
        {
            await CountAsync(_there);
        }

        Assert.Equal(_here.Time.GetUtcNow().ToUnixTimeMilliseconds() + (4 * Each), await CountAsync(_here));
    }

    [Fact]
    public async Task What_was_not_written_for_a_day_is_swept_away()
    {
        await CountAsync(_here);
        var grants = _here.Services.GetRequiredService<OldGrants>();
        Assert.Equal(0, await grants.DeleteAsync(10, CancellationToken.None));

        await ScalarAsync("UPDATE orleansstorage SET modifiedon = modifiedon - interval '25 hours'");

        Assert.Equal(1, await grants.DeleteAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_as_such()
    {
        await CountAsync(_here);
        await ScalarAsync("ALTER TABLE orleansstorage RENAME TO away");
        await ScalarAsync("CREATE VIEW orleansstorage AS SELECT * FROM away");
        await ScalarAsync("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$");
        await ScalarAsync("CREATE TRIGGER fail INSTEAD OF UPDATE OR INSERT ON orleansstorage FOR EACH ROW EXECUTE FUNCTION fail()");

        await Assert.ThrowsAsync<StorageUnavailableException>(() => CountAsync(_here));
    }

    private static Task<long> CountAsync(GrainHost pod) => pod.Grains.Get<INetworkGrain>(s_key).CountAsync(Each);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
