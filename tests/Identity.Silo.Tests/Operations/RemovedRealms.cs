using Identity.Grains.Operations;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Silo.Operations;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Identity.Silo.Tests.Operations;

public sealed class RemovedRealms(PostgresServer server) : IAsyncLifetime
{
    private const int Users = 1234;
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly OperationBed _bed = new(server);

    public ValueTask InitializeAsync() => _bed.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _bed.DisposeAsync();
    }

    [Fact]
    public async Task A_removed_realm_is_unknown_on_every_pod_and_its_name_is_free()
    {
        var realm = await _bed.CreateRealmAsync("shop");
        await _bed.InsertUsersAsync(realm.Id, Users);
        Assert.NotNull(await _bed.Second.Realms.FindAsync("shop", None));

        Assert.True(await Creation(_bed.First).RemoveAsync("shop", "somebody", reported: null, None));

        Assert.Null(await _bed.First.Realms.FindAsync("shop", None));
        Assert.Null(await _bed.Second.Realms.FreshAsync("shop", None));
        Assert.Null(await _bed.Second.Realms.FreshByIdAsync(realm.Id, None));
        Assert.DoesNotContain("shop", (await Source(_bed.First).ListAsync(null, 0, null, None)).Select(summary => summary.Name));
        Assert.False(await Creation(_bed.First).RemoveAsync("shop", None));
        await Creation(_bed.Second).CreateAsync("shop", None);
        Assert.NotEqual(realm.Id, (await _bed.First.Realms.FreshAsync("shop", None))!.Id);
    }

    [Fact]
    public async Task Nothing_of_a_removed_realm_stays()
    {
        await _bed.First.Services.GetRequiredService<MasterRealm>().EnsureAsync("admin", "admin-password", None);
        var realm = await _bed.CreateRealmAsync("shop");
        await _bed.InsertUsersAsync(realm.Id, Users);
        Assert.NotNull((await _bed.First.Realms.FreshAsync("master", None))!.FindClient("shop-realm"));

        await Creation(_bed.First).RemoveAsync("shop", "somebody", reported: null, None);
        Assert.Null((await _bed.Second.Realms.FreshAsync("master", None))!.FindClient("shop-realm"));
        Assert.Equal(0, await _bed.CountAsync("realm", realm.Id));

        // A pod that had not heard of it goes on for a moment.
        await _bed.InsertUsersAsync(realm.Id, 3, first: 5000);
        await _bed.HurryAsync();
        await OperationBed.FinishAsync(_bed.Second);

        foreach (var table in (string[])["realm", "realm_change", "realm_record_change", "client", "role", "user_account", "user_session", "user_entry", "user_term", "session_entry"])
        {
            Assert.True(await _bed.CountAsync(table, realm.Id) == 0, table);
        }

        var removal = Assert.Single(await Operations(_bed.First).ListAsync(realm.Id, None), operation => operation.Kind == OperationKinds.RemoveRealm);
        Assert.NotNull(removal.Finished);
        Assert.Equal("somebody", removal.StartedBy);
        Assert.Equal("shop", removal.RealmName);
        Assert.True(removal.Done >= Users);
        Assert.Equal(removal.Total, removal.Done);
    }

    [Fact]
    public async Task Another_pod_goes_on_where_one_has_died()
    {
        var realm = await _bed.CreateRealmAsync("shop");
        await _bed.InsertUsersAsync(realm.Id, Users);
        using var dying = new CancellationTokenSource();
        await dying.CancelAsync();

        // Dies with the realm's end committed and nothing else done.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Operations(_bed.First).RemoveRealmAsync(realm.Id, null, null, dying.Token));
        Assert.Null(await _bed.Second.Realms.FreshAsync("shop", None));
        Assert.Equal(Users, await _bed.CountAsync("user_account", realm.Id));

        // Dies within a batch.
        await using (var dead = new NpgsqlConnection(_bed.Database.ConnectionString))
        {
            await dead.OpenAsync(None);
            await using var transaction = await dead.BeginTransactionAsync(None);
            await using var claim = new NpgsqlCommand("SELECT id FROM operation FOR UPDATE; DELETE FROM user_account", dead);
            await claim.ExecuteNonQueryAsync(None);
            Assert.False(await _bed.Second.Services.GetRequiredService<OperationBatches>().RunAsync(null, None));
        }

        // Dies after one.
        Assert.True(await _bed.First.Services.GetRequiredService<OperationBatches>().RunAsync(null, None));
        var half = await _bed.CountAsync("user_account", realm.Id);
        Assert.InRange(half, 1, Users - 1);
        Assert.Equal(Users - half, Assert.Single(await Operations(_bed.Second).ListAsync(realm.Id, None)).Done);
        await _bed.First.DisposeAsync();

        await OperationBed.FinishAsync(_bed.Second);

        Assert.Equal(0, await _bed.CountAsync("user_account", realm.Id));
        Assert.Equal(0, await _bed.CountAsync("realm", realm.Id));
    }

    [Fact]
    public async Task A_realm_made_again_under_its_id_is_not_swept()
    {
        var realm = await _bed.CreateRealmAsync("shop");
        await Creation(_bed.First).RemoveAsync("shop", None);
        await _bed.First.Services.GetRequiredService<RealmImport>().ImportAsync(new() { ["realm"] = "shop", ["id"] = realm.Id }, ImportStrategy.IgnoreExisting, None);
        await _bed.InsertUsersAsync(realm.Id, 3);

        await _bed.HurryAsync();
        await OperationBed.FinishAsync(_bed.First);

        Assert.Equal(3, await _bed.CountAsync("user_account", realm.Id));
        Assert.NotEmpty((await _bed.Second.Realms.FreshAsync("shop", None))!.Clients);
    }

    [Fact]
    public async Task A_realm_cannot_take_the_id_of_one_that_is_still_being_removed()
    {
        var realm = await _bed.CreateRealmAsync("shop");
        using var dying = new CancellationTokenSource();
        await dying.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Operations(_bed.First).RemoveRealmAsync(realm.Id, null, null, dying.Token));

        await Assert.ThrowsAsync<RealmFileException>(() => _bed.First.Services.GetRequiredService<RealmImport>()
            .ImportAsync(new() { ["realm"] = "shop", ["id"] = realm.Id }, ImportStrategy.OverwriteExisting, None));
    }

    [Fact]
    public async Task The_master_realm_stays()
    {
        await _bed.First.Services.GetRequiredService<MasterRealm>().EnsureAsync("admin", "admin-password", None);
        var master = (await _bed.First.Realms.FindAsync("master", None))!;

        await Assert.ThrowsAsync<InvalidOperationException>(() => Creation(_bed.First).RemoveAsync("master", None));
        Assert.False(await Operations(_bed.First).RemoveRealmAsync(master.Id, null, null, None));

        Assert.NotNull(await _bed.First.Realms.FreshAsync("master", None));
        Assert.Empty(await Operations(_bed.First).ListAsync(null, None));
    }

    [Fact]
    public async Task With_a_user_go_the_sessions()
    {
        var realm = await _bed.CreateRealmAsync("shop");
        var user = new UserState { Id = Guid.NewGuid().ToString(), Username = "ann" };
        var grain = _bed.First.Grains.GetGrain<IUserGrain>(new EntityKey(realm.Id, user.Id).ToString());
        await grain.CreateAsync(user);
        var session = await OperationBed.StartSessionAsync(_bed.First, realm, user.Id, realm.Clients.First().Id);
        Assert.NotNull(await session.ReadAsync(null, None));

        await grain.DeleteAsync();

        Assert.Equal(0, await _bed.CountAsync("user_session", realm.Id));
        var there = _bed.Second.Grains.GetGrain<ISessionGrain>(session.GetPrimaryKeyString());
        Assert.Null(await there.ReadAsync(null, None));
        Assert.Null(await session.ReadAsync(null, None));
    }

    private static RealmCreation Creation(GrainHost pod) => pod.Services.GetRequiredService<RealmCreation>();

    private static IRealmSource Source(GrainHost pod) => pod.Services.GetRequiredService<IRealmSource>();

    private static IOperations Operations(GrainHost pod) => pod.Services.GetRequiredService<IOperations>();
}
