using System.Collections.Concurrent;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Identity.Testing;
using Npgsql;

namespace Identity.Silo.Tests.Storage;

public class RealmChanges(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);

    private readonly RealmState _realm = Sample.Realm();

    [Fact]
    public async Task A_realm_is_loaded_whole()
    {
        await InsertRealmAsync();
        await fixture.InsertAsync(StateNames.Client, _realm.Id, "c", Sample.Client("app"));
        await fixture.InsertAsync(StateNames.Role, _realm.Id, "r", new RoleState { Id = "r", Name = "admin" });
        await fixture.InsertAsync(StateNames.Role, Sample.Id(), "r", new RoleState { Id = "r", Name = "of another realm" });
        var source = Source();

        var records = await source.LoadAsync(_realm.Realm, CancellationToken.None);

        Assert.Equal(_realm.Id, records!.Realm.Id);
        Assert.Equal("app", Assert.Single(records.Clients).ClientId);
        Assert.Equal("admin", Assert.Single(records.Roles).Name);
        Assert.Empty(records.ClientScopes);
        Assert.Empty(records.Groups);
        Assert.Equal(await VersionAsync(source), records.Version);
        Assert.Equal(_realm.Realm, await source.FindNameAsync(_realm.Id, CancellationToken.None));
        Assert.Contains(_realm.Realm, await source.ListNamesAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_missing_realm_is_null()
    {
        Assert.Null(await Source().LoadAsync("no such realm", CancellationToken.None));
        Assert.Null(await Source().LoadAsync("no\0realm", CancellationToken.None));
        Assert.Null(await Source().FindNameAsync("no such id", CancellationToken.None));
        Assert.Empty(await Source().ReadVersionsAsync(["no such realm"], CancellationToken.None));
    }

    [Fact]
    public async Task Every_change_of_a_record_grows_the_counter_and_is_announced()
    {
        var source = Source();
        await using var heard = await HeardRealms.StartAsync(source);
        var realm = await InsertRealmAsync();
        await heard.WaitAsync(_realm.Realm, s_soon);
        var versions = new List<long?> { await VersionAsync(source) };

        await ChangeAsync(() => realm.WriteAsync(fixture.Storage, StateNames.Realm, Sample.Key(_realm.Id, _realm.Id)));
        StoredRow<RoleState> role = null!;
        await ChangeAsync(async () => role = await fixture.InsertAsync(StateNames.Role, _realm.Id, "r", new RoleState { Id = "r", Name = "admin" }));
        await ChangeAsync(() => role.WriteAsync(fixture.Storage, StateNames.Role, Sample.Key(_realm.Id, "r")));
        await ChangeAsync(() => role.RemoveAsync(fixture.Storage, StateNames.Role, Sample.Key(_realm.Id, "r")));
        await ChangeAsync(() => realm.RemoveAsync(fixture.Storage, StateNames.Realm, Sample.Key(_realm.Id, _realm.Id)));

        Assert.Null(versions[^1]);
        Assert.Equal(versions[..^1].Order(), versions[..^1]);
        Assert.Equal(versions.Count, versions.Distinct().Count());

        async Task ChangeAsync(Func<Task> change)
        {
            heard.Clear();
            await change();
            versions.Add(await VersionAsync(source));
            await heard.WaitAsync(_realm.Realm, s_soon);
        }
    }

    [Fact]
    public async Task Users_and_sessions_change_no_realm()
    {
        await InsertRealmAsync();
        var source = Source();
        var before = await VersionAsync(source);

        await fixture.InsertAsync(StateNames.User, _realm.Id, "u", Sample.User());
        await fixture.InsertAsync(StateNames.Session, _realm.Id, "s", Sample.Session("u"));

        Assert.Equal(before, await VersionAsync(source));
    }

    [Fact]
    public async Task A_realm_made_again_counts_on_from_higher()
    {
        var realm = await InsertRealmAsync();
        var source = Source();
        var before = await VersionAsync(source);
        await realm.RemoveAsync(fixture.Storage, StateNames.Realm, Sample.Key(_realm.Id, _realm.Id));

        await InsertRealmAsync();

        Assert.True(await VersionAsync(source) > before);
    }

    [Fact]
    public async Task Nothing_of_a_deleted_realm_stays()
    {
        var realm = await InsertRealmAsync();
        await fixture.InsertAsync(StateNames.Client, _realm.Id, "c", Sample.Client());
        await fixture.InsertAsync(StateNames.Role, _realm.Id, "r", new RoleState { Id = "r", Name = "admin" });
        await fixture.InsertAsync(StateNames.User, _realm.Id, "u", Sample.User());
        await fixture.InsertAsync(StateNames.Session, _realm.Id, "s", Sample.Session("u"));

        await realm.RemoveAsync(fixture.Storage, StateNames.Realm, Sample.Key(_realm.Id, _realm.Id));

        foreach (var (state, id) in new[] { (StateNames.Client, "c"), (StateNames.Role, "r"), (StateNames.User, "u"), (StateNames.Session, "s") })
        {
            Assert.Null(await fixture.Storage.ReadVersionAsync(state, Sample.Key(_realm.Id, id), CancellationToken.None));
        }
    }

    [Fact]
    public async Task Parallel_writers_of_one_realm_all_get_through()
    {
        await InsertRealmAsync();
        var source = Source();
        var before = await VersionAsync(source);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
            fixture.InsertAsync(StateNames.Role, _realm.Id, $"{i}", new RoleState { Id = $"{i}", Name = $"role {i}" })));

        var records = await source.LoadAsync(_realm.Realm, CancellationToken.None);
        Assert.Equal(100, records!.Roles.Count);
        Assert.True(records.Version >= before + 100);
    }

    [Fact]
    public async Task Listening_goes_on_after_the_connection_was_lost()
    {
        var source = Source();
        await using var heard = await HeardRealms.StartAsync(source);
        heard.Clear();

        await using (var killer = NpgsqlDataSource.Create(fixture.ConnectionString))
        await using (var kill = killer.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')"))
        {
            await kill.ExecuteNonQueryAsync();
        }

        await heard.WaitAsync("", TimeSpan.FromSeconds(10));
        await InsertRealmAsync();
        await heard.WaitAsync(_realm.Realm, s_soon);
    }

    private Task<StoredRow<RealmState>> InsertRealmAsync() => fixture.InsertAsync(StateNames.Realm, _realm.Id, _realm.Id, _realm);

    private async Task<long?> VersionAsync(PostgresRealmSource source) =>
        (await source.ReadVersionsAsync([_realm.Realm], CancellationToken.None)).TryGetValue(_realm.Realm, out var version) ? version : null;

    private PostgresRealmSource Source() => StorageFixture.Source(fixture.Database);

    private sealed class HeardRealms : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly ConcurrentQueue<string> _heard = new();
        private Task _listening = Task.CompletedTask;

        public static async Task<HeardRealms> StartAsync(PostgresRealmSource source)
        {
            var heard = new HeardRealms();
            heard._listening = Task.Run(() => heard.ListenAsync(source));
            await heard.WaitAsync("", TimeSpan.FromSeconds(10));
            return heard;
        }

        public void Clear() => _heard.Clear();

        public Task WaitAsync(string realm, TimeSpan timeout) =>
            Eventually.TrueAsync(() => _heard.Contains(realm), $"'{realm}' was announced", timeout);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _listening;
            _stop.Dispose();
        }

        private async Task ListenAsync(PostgresRealmSource source)
        {
            try
            {
                await foreach (var announcement in source.WatchAsync(_stop.Token))
                {
                    _heard.Enqueue(announcement is RealmAnnouncement.Changed changed ? changed.RealmName : "");
                }
            }
            catch (OperationCanceledException)
            {
                // Stopped.
            }
        }
    }
}
