using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Silo.Storage;
using Npgsql;

namespace Identity.Silo.Tests.Storage;

/// <summary>One damaged row makes a list neither fail nor shorter: it is there as what its row says, and counted.</summary>
public sealed class DamagedRows(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private readonly RealmState _realm = Sample.Realm();

    private PostgresUserDirectory Users => new(fixture.Database, StorageFixture.Records);

    private PostgresSessionIndex Sessions => new(fixture.Database, StorageFixture.Records);

    [Theory]
    [InlineData("""{"credentials":5}""")]
    [InlineData("""{"attributes":"x","roleIds":{"r":1}}""")]
    [InlineData("""{"attributes":{"team":"red"}}""")]
    [InlineData("""{"enabled":[],"firstName":[1]}""")]
    public async Task A_damaged_user_is_listed_and_counted_as_one(string damage)
    {
        await AddAsync("anna");
        await AddAsync("berta");
        await ExecuteAsync($"UPDATE user_account SET doc = doc || '{damage}'::jsonb WHERE realm_id = '{_realm.Id}' AND id = 'id-berta'");
        var all = new UserSearch { RealmId = _realm.Id };

        var listed = await Users.SearchAsync(all, CancellationToken.None);
        var found = await Users.SearchAsync(all with { Search = "id:id-berta" }, CancellationToken.None);
        var named = await Users.SearchAsync(all with { Username = "berta", Exact = true }, CancellationToken.None);
        var sought = await Users.SearchAsync(
            all with { Exact = false, Attributes = new Dictionary<string, string> { ["team"] = "blue" } }, CancellationToken.None);

        Assert.Equal([("anna", true, false), ("berta", false, true)], listed.Select(user => (user.Username, user.Enabled, user.IsUnreadable)));
        Assert.Equal(("id-berta", true), (Assert.Single(found).Id, found[0].IsUnreadable));
        Assert.True(Assert.Single(named).IsUnreadable);
        Assert.Contains("anna", sought.Select(user => user.Username));
        Assert.Equal(2, await Users.CountAsync(all, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_decided_by_a_damaged_service_account_fails()
    {
        await fixture.InsertAsync(StateNames.User, _realm.Id, "id-sa", Sample.User("sa") with { ServiceAccountClientId = "app" });
        await ExecuteAsync($$"""UPDATE user_account SET doc = doc || '{"credentials":5}' WHERE realm_id = '{{_realm.Id}}' AND id = 'id-sa'""");

        await Assert.ThrowsAsync<UnreadableRecordException>(() => Users.ListServiceAccountsAsync(_realm.Id, ["app"], CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"clients":{"app":5}}""")]
    [InlineData("""{"lastRefresh":"soon"}""")]
    [InlineData("""{"lastRefresh":{}}""")]
    public async Task A_damaged_session_is_listed_and_counted_as_one(string damage)
    {
        var now = s_now.ToUnixTimeSeconds();
        foreach (var id in (string[])["s1", "s2"])
        {
            await fixture.InsertAsync(StateNames.Session, _realm.Id, id, new SessionState
            {
                Id = id, UserId = "u", Username = "anna", Started = now - 10, LastRefresh = now - 10,
                Clients = new Dictionary<string, ClientSession> { ["app"] = new() { Id = "part", Started = now - 10 } },
            });
        }

        await ExecuteAsync($"UPDATE user_session SET doc = doc || '{damage}'::jsonb WHERE realm_id = '{_realm.Id}' AND id = 's2'");
        var all = new SessionSearch { Realm = _realm, Now = s_now };

        var listed = await Sessions.ListAsync(all, CancellationToken.None);

        Assert.Equal([("s2", "u", UnreadableRecord.Description), ("s1", "u", "anna")], listed.Select(session => (session.Id, session.UserId, session.Username)));
        Assert.Equal(2, (await Sessions.ListAsync(all with { UserId = "u" }, CancellationToken.None)).Count);
        Assert.Equal(2, (await Sessions.ListAsync(all with { ClientId = "app" }, CancellationToken.None)).Count);
        Assert.Equal(2, await Sessions.CountAsync(all, CancellationToken.None));
    }

    private Task<StoredRow<UserState>> AddAsync(string name) => fixture.InsertAsync(
        StateNames.User, _realm.Id, $"id-{name}", Sample.User(name) with { Attributes = new Dictionary<string, IReadOnlyList<string>> { ["team"] = ["blue"] } });

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(fixture.ConnectionString);
#pragma warning disable CA2100 // Ids of the test.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
