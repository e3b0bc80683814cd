using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Silo.Tests.Storage;

/// <summary>Two processes on one database, played by two hosts.</summary>
public class TwoPods(PostgresServer server) : IAsyncLifetime
{
    private readonly TestClock _time = new();
    private TestDatabase _database = null!;
    private GrainHost _first = null!;
    private GrainHost _second = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _first = await GrainHost.StartAsync(_database, _time);
        _second = await GrainHost.StartAsync(_database, _time);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_realm_changed_on_one_pod_is_seen_by_the_other_within_a_second()
    {
        await _first.Services.GetRequiredService<RealmCreation>().CreateAsync("shop", CancellationToken.None);
        var seen = await _second.Realms.FindAsync("shop", CancellationToken.None);
        var grain = _first.Grains.GetGrain<IRealmGrain>(EntityKey.ForRealm(seen!.Id).ToString());

        await grain.UpdateAsync((await grain.GetAsync(CancellationToken.None))! with { DisplayName = "The shop" });

        await Eventually.TrueAsync(
            async () => (await _second.Realms.FindAsync("shop", CancellationToken.None))!.Settings.DisplayName == "The shop",
            "the other pod serves the new name",
            TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_fresh_snapshot_holds_what_the_other_pod_has_answered()
    {
        await _first.Services.GetRequiredService<RealmCreation>().CreateAsync("shop", CancellationToken.None);
        var realm = (await _second.Realms.FreshAsync("shop", CancellationToken.None))!;
        for (var round = 0; round < 30; round++)
        {
            var (writer, reader) = round % 2 == 0 ? (_first, _second) : (_second, _first);
            var id = Sample.Id();
            await writer.Grains.GetGrain<IRoleGrain>(new EntityKey(realm.Id, id).ToString()).CreateAsync(new RoleState { Id = id, Name = id });

            var seen = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => reader.Realms.FreshAsync("shop", CancellationToken.None)));

            Assert.All(seen, snapshot => Assert.NotNull(snapshot!.FindRole(null, id)));
            await writer.Grains.GetGrain<IRoleGrain>(new EntityKey(realm.Id, id).ToString()).DeleteAsync();
            Assert.Null((await reader.Realms.FreshByIdAsync(realm.Id, CancellationToken.None))!.FindRole(null, id));
        }
    }

    [Fact]
    public async Task A_realm_made_renamed_or_removed_on_one_pod_is_so_on_the_other_at_once()
    {
        Assert.Null(await _second.Realms.FreshAsync("shop", CancellationToken.None));
        await _first.Services.GetRequiredService<RealmCreation>().CreateAsync("shop", CancellationToken.None);
        var realm = (await _second.Realms.FreshAsync("shop", CancellationToken.None))!;
        var grain = _first.Grains.GetGrain<IRealmGrain>(EntityKey.ForRealm(realm.Id).ToString());

        await grain.UpdateAsync((await grain.GetAsync(CancellationToken.None))! with { Realm = "store" });

        Assert.Null(await _second.Realms.FreshAsync("shop", CancellationToken.None));
        Assert.Equal("store", (await _second.Realms.FreshByIdAsync(realm.Id, CancellationToken.None))!.Name);
        await _first.Services.GetRequiredService<RealmCreation>().RemoveAsync("store", CancellationToken.None);
        Assert.Null(await _second.Realms.FreshAsync("store", CancellationToken.None));
    }

    [Fact]
    public async Task Realms_are_listed_by_name_in_pages_and_found_by_parts_of_names()
    {
        foreach (var name in (string[])["beta", "alpha", "gamma"])
        {
            await _first.Services.GetRequiredService<RealmCreation>().CreateAsync(name, CancellationToken.None);
        }

        var source = _second.Services.GetRequiredService<IRealmSource>();
        var beta = (await _first.Realms.FreshAsync("beta", CancellationToken.None))!;
        var grain = _first.Grains.GetGrain<IRealmGrain>(EntityKey.ForRealm(beta.Id).ToString());
        await grain.UpdateAsync(beta.Settings with { DisplayName = "The Second", Enabled = false });

        Assert.Equal(["alpha", "beta", "gamma"], (await source.ListAsync(null, 0, null, CancellationToken.None)).Select(realm => realm.Name));
        Assert.Equal(["beta"], (await source.ListAsync(null, 1, 1, CancellationToken.None)).Select(realm => realm.Name));
        Assert.Equal(["gamma"], (await source.ListAsync("AM", 0, null, CancellationToken.None)).Select(realm => realm.Name));
        Assert.Equal(new RealmSummary(beta.Id, "beta", "The Second", DisplayNameHtml: null, Enabled: false), Assert.Single(await source.ListAsync("second", 0, 10, CancellationToken.None)));
        Assert.Equal("The Second", Assert.Single(await source.ListStatesAsync("second", 0, 10, CancellationToken.None)).DisplayName);
        Assert.Empty(await source.ListAsync("%", 0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task What_one_pod_has_answered_the_other_knows_at_once()
    {
        await _first.Services.GetRequiredService<RealmCreation>().CreateAsync("shop", CancellationToken.None);
        var realm = (await _first.Realms.FindAsync("shop", CancellationToken.None))!;
        var user = Sample.User("ann");
        var key = new EntityKey(realm.Id, user.Id).ToString();
        var (here, there) = (_first.Grains.GetGrain<IUserGrain>(key), _second.Grains.GetGrain<IUserGrain>(key));
        Assert.Null(await there.GetAsync(CancellationToken.None));

        await here.CreateAsync(user);
        for (var round = 0; round < 10; round++)
        {
            var (writer, reader) = round % 2 == 0 ? (here, there) : (there, here);
            Assert.IsType<WriteResult.Saved>(await writer.UpdateAsync(user with { FirstName = $"{round}" }));
            Assert.Equal($"{round}", (await reader.GetAsync(CancellationToken.None))!.FirstName);
        }

        await here.DeleteAsync();
        Assert.Null(await there.GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_name_goes_to_one_of_two_users_created_at_the_same_time()
    {
        await _first.Services.GetRequiredService<RealmCreation>().CreateAsync("shop", CancellationToken.None);
        var realm = (await _first.Realms.FindAsync("shop", CancellationToken.None))!;

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
        {
            var user = Sample.User("ann");
            var pod = i % 2 == 0 ? _first : _second;
            return pod.Grains.GetGrain<IUserGrain>(new EntityKey(realm.Id, user.Id).ToString()).CreateAsync(user);
        }));

        Assert.Single(results.OfType<WriteResult.Saved>());
        Assert.All(results.OfType<WriteResult.Duplicate>(), refused => Assert.Equal("user_account_username", refused.Index));
    }
}
