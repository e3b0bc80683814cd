using System.Text.Json;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Silo.Storage;
using Npgsql;

namespace Identity.Silo.Tests.Storage;

/// <summary>A snapshot that follows changes is the one that a whole load gives.</summary>
public class FollowedChanges(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly RealmKeys s_noKeys = new([], []);

    private readonly RealmState _realm = Sample.Realm();

    [Fact]
    public async Task Following_random_concurrent_changes_ends_where_a_whole_load_does()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await InsertRealmAsync();
        var snapshot = await LoadAsync();
        var followed = 0;
        for (var round = 0; round < 40; round++)
        {
            var writers = Enumerable.Range(0, random.Next(1, 6)).Select(_ => WriteAsync(new Random(random.Next()), random.Next(1, 12))).ToArray();
            for (var look = 0; look < 5; look++)
            {
                if (await Source().LoadChangesAsync(_realm.Id, snapshot.Version, 500, None) is { } changes)
                {
                    snapshot = snapshot.With(changes, _ => s_noKeys);
                    followed++;
                }
            }

            await Task.WhenAll(writers);
            var last = await Source().LoadChangesAsync(_realm.Id, snapshot.Version, 500, None);
            Assert.NotNull(last);
            snapshot = snapshot.With(last, _ => s_noKeys);
            AssertSame(await LoadAsync(), snapshot);
        }

        Assert.True(followed > 0);
    }

    [Fact]
    public async Task A_record_that_is_gone_is_told_to_be_gone()
    {
        await InsertRealmAsync();
        var role = await fixture.InsertAsync(StateNames.Role, _realm.Id, "r", new RoleState { Id = "r", Name = "admin" });
        var before = await LoadAsync();

        await role.RemoveAsync(fixture.Storage, StateNames.Role, Sample.Key(_realm.Id, "r"));

        var changes = (await Source().LoadChangesAsync(_realm.Id, before.Version, 10, None))!;
        Assert.True(changes.Roles.TryGetValue("r", out var gone));
        Assert.Null(gone);
        Assert.Null(before.With(changes, _ => s_noKeys).FindRole(null, "admin"));
        Assert.NotNull(before.FindRole(null, "admin"));
    }

    [Fact]
    public async Task Nothing_new_is_no_change()
    {
        await InsertRealmAsync();
        var before = await LoadAsync();

        var changes = (await Source().LoadChangesAsync(_realm.Id, before.Version, 10, None))!;

        Assert.Equal(before.Version, changes.Version);
        Assert.Null(changes.Realm);
    }

    [Fact]
    public async Task Too_many_changes_or_an_unknown_realm_cannot_be_followed()
    {
        await InsertRealmAsync();
        var before = await LoadAsync();
        for (var i = 0; i < 4; i++)
        {
            await fixture.InsertAsync(StateNames.Role, _realm.Id, $"{i}", new RoleState { Id = $"{i}", Name = $"{i}" });
        }

        Assert.Null(await Source().LoadChangesAsync(_realm.Id, before.Version, 3, None));
        Assert.NotNull(await Source().LoadChangesAsync(_realm.Id, before.Version, 4, None));
        Assert.Null(await Source().LoadChangesAsync("no such id", before.Version, 4, None));
    }

    [Fact]
    public async Task Changes_whose_record_was_removed_or_that_another_history_holds_cannot_be_followed()
    {
        await InsertRealmAsync();
        var before = await LoadAsync();
        await fixture.InsertAsync(StateNames.Role, _realm.Id, "1", new RoleState { Id = "1", Name = "1" });
        var between = await LoadAsync();
        await fixture.InsertAsync(StateNames.Role, _realm.Id, "2", new RoleState { Id = "2", Name = "2" });

        await ExecuteAsync($"DELETE FROM realm_record_change WHERE realm_id = '{_realm.Id}' AND version = {between.Version}");

        Assert.Null(await Source().LoadChangesAsync(_realm.Id, before.Version, 10, None));
        Assert.NotNull(await Source().LoadChangesAsync(_realm.Id, between.Version, 10, None));

        // A server that lost its last commits counts on from lower.
        Assert.Null(await Source().LoadChangesAsync(_realm.Id, between.Version + 1, 10, None));
        Assert.Null(await Source().LoadChangesAsync(_realm.Id, long.MaxValue, 10, None));
    }

    [Fact]
    public async Task One_statement_about_many_rows_counts_once_and_names_them_all()
    {
        await InsertRealmAsync();
        var before = await LoadAsync();

        await ExecuteAsync($$"""
            INSERT INTO role (realm_id, id, version, doc)
            SELECT '{{_realm.Id}}', 'r' || number, number, jsonb_build_object('id', 'r' || number, 'name', 'n' || number) FROM generate_series(1, 300) number
            """);

        var changes = (await Source().LoadChangesAsync(_realm.Id, before.Version, 300, None))!;
        Assert.Equal(300, changes.Roles.Count);
        Assert.Null(await Source().LoadChangesAsync(_realm.Id, before.Version, 299, None));
        AssertSame(await LoadAsync(), before.With(changes, _ => s_noKeys));
    }

    [Fact]
    public async Task Changed_keys_are_opened_and_others_kept()
    {
        await InsertRealmAsync();
        var before = await LoadAsync();
        var key = new RealmKey { Kid = "k", Algorithm = "HS512", ProviderId = "hmac-generated", SealedPrivateKey = "x" };
        var opened = new RealmKeys([], []);

        var named = before.With(Changes(_realm with { DisplayName = "new" }), _ => opened);
        var rotated = named.With(Changes(_realm with { Keys = [key] }), _ => opened);

        Assert.Same(before.Keys, named.Keys);
        Assert.Same(opened, rotated.Keys);
    }

    private static RealmDifference Changes(RealmState realm) => new(
        1, realm, new Dictionary<string, ClientState?>(), new Dictionary<string, ClientScopeState?>(), new Dictionary<string, RoleState?>(), new Dictionary<string, GroupState?>());

    private static void AssertSame(RealmSnapshot expected, RealmSnapshot actual)
    {
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(Json(expected.Settings), Json(actual.Settings));
        Assert.Equal(expected.Clients.Select(Json).Order(), actual.Clients.Select(Json).Order());
        Assert.Equal(expected.ClientScopes.Select(Json).Order(), actual.ClientScopes.Select(Json).Order());
        Assert.Equal(expected.Roles.Select(Json).Order(), actual.Roles.Select(Json).Order());
        Assert.Equal(expected.Groups.Select(Json).Order(), actual.Groups.Select(Json).Order());
        Assert.All(expected.Clients, client => Assert.Equal(client.Id, actual.FindClient(client.ClientId)?.Id));
        Assert.All(expected.Roles, role =>
        {
            Assert.Equal(role.Id, actual.FindRole(role.ClientId, role.Name)?.Id);
            Assert.Equal(expected.CompositesOf(role).Order(), actual.CompositesOf(role).Order());
            Assert.Equal(expected.CompositesWith(role).Order(), actual.CompositesWith(role).Order());
            Assert.Equal(expected.RolesOf(role.ClientId).Select(other => other.Id), actual.RolesOf(role.ClientId).Select(other => other.Id));
        });
        Assert.All(expected.Groups, group => Assert.Equal(group.Id, actual.FindGroup(group.ParentId, group.Name)?.Id));
    }

    private static string Json<T>(T state) => JsonSerializer.Serialize(state, StateJson.TypeInfo<T>());

    // Writers meet on few ids and names, so that records change, move, go and come again.
    private async Task WriteAsync(Random random, int writes)
    {
        for (var write = 0; write < writes; write++)
        {
            var id = $"{random.Next(8)}";
            try
            {
                await (random.Next(5) switch
                {
                    0 => ChangeAsync(StateNames.Client, id, new ClientState { Id = id, ClientId = $"client-{random.Next(8)}" }, random),
                    1 => ChangeAsync(StateNames.ClientScope, id, new ClientScopeState { Id = id, Name = $"scope-{random.Next(8)}" }, random),
                    2 => ChangeAsync(StateNames.Role, id, Role(random, id), random),
                    3 => ChangeAsync(StateNames.Group, id, new GroupState { Id = id, Name = $"{random.Next(8)}", ParentId = random.Next(2) == 0 ? null : $"{random.Next(8)}" }, random),
                    _ => ChangeAsync(StateNames.Realm, _realm.Id, _realm with { DisplayName = $"{random.Next()}" }, random),
                });
            }
            catch (Exception exception) when (exception is DuplicateKeyException or Orleans.Storage.InconsistentStateException)
            {
                // Another writer was there first.
            }
        }
    }

    private static RoleState Role(Random random, string id) => new()
    {
        Id = id,
        Name = $"role-{random.Next(8)}",
        ClientId = random.Next(2) == 0 ? null : $"{random.Next(4)}",
        CompositeIds = [.. Enumerable.Range(0, 8).Where(_ => random.Next(3) == 0).Select(other => $"{other}")],
        PartOfIds = [.. Enumerable.Range(0, 8).Where(_ => random.Next(3) == 0).Select(other => $"{other}")],
    };

    private async Task ChangeAsync<T>(string kind, string id, T value, Random random)
        where T : class
    {
        var state = await fixture.ReadAsync<T>(kind, Sample.Key(_realm.Id, id));
        if (state.Exists && kind != StateNames.Realm && random.Next(3) == 0)
        {
            await state.RemoveAsync(fixture.Storage, kind, Sample.Key(_realm.Id, id));
            return;
        }

        state.State = value;
        await state.WriteAsync(fixture.Storage, kind, Sample.Key(_realm.Id, id));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(fixture.ConnectionString);
#pragma warning disable CA2100 // Ids of this test.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private Task<StoredRow<RealmState>> InsertRealmAsync() => fixture.InsertAsync(StateNames.Realm, _realm.Id, _realm.Id, _realm);

    private async Task<RealmSnapshot> LoadAsync() => new((await Source().LoadAsync(_realm.Realm, None))!, s_noKeys);

    private PostgresRealmSource Source() => StorageFixture.Source(fixture.Database);
}
