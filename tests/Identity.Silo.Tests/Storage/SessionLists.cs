using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Silo.Storage;

namespace Identity.Silo.Tests.Storage;

public class SessionLists(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private readonly RealmState _realm = Sample.Realm();

    private PostgresSessionIndex Sessions => new(fixture.Database, StorageFixture.Records);

    private SessionSearch All => new() { Realm = _realm, Now = s_now };

    [Fact]
    public async Task Sessions_are_listed_newest_first_by_realm_client_and_user()
    {
        await AddAsync("s1", "u1", age: 30, clients: ["app"]);
        await AddAsync("s2", "u2", age: 20, clients: ["app", "other"]);
        await AddAsync("s3", "u1", age: 10, clients: ["app"], offline: true);
        await AddAsync("s4", "u3", age: 5);

        Assert.Equal("s4 s3 s2 s1", await ListAsync(All));
        Assert.Equal("s4 s2 s1", await ListAsync(All with { Offline = false }));
        Assert.Equal("s3", await ListAsync(All with { Offline = true }));
        Assert.Equal("s3 s2 s1", await ListAsync(All with { ClientId = "app" }));
        Assert.Equal("s2 s1", await ListAsync(All with { ClientId = "app", Offline = false }));
        Assert.Equal("s3 s1", await ListAsync(All with { UserId = "u1" }));
        Assert.Equal("s2", await ListAsync(All with { UserId = "u2", ClientId = "other" }));
        Assert.Equal("", await ListAsync(All with { UserId = "u1", ClientId = "other" }));
        Assert.Equal("s3 s2", await ListAsync(All with { First = 1, Max = 2 }));
        Assert.Equal("", await ListAsync(All with { ClientId = "a\0" }));
        Assert.Equal("", await ListAsync(All with { Realm = Sample.Realm() }));
    }

    [Fact]
    public async Task Sessions_are_counted_by_client()
    {
        await AddAsync("s1", "u1", age: 30, clients: ["app"]);
        await AddAsync("s2", "u2", age: 20, clients: ["app", "other"]);
        await AddAsync("s3", "u1", age: 10, clients: ["app"], offline: true);
        await AddAsync("s4", "u3", age: 5);
        await AddAsync("gone", "u3", age: 100_000, clients: ["app"]);

        Assert.Equal(
            [new ClientSessionCount("app", 2, 1), new ClientSessionCount("other", 1, 0)],
            await Sessions.CountByClientAsync(All, CancellationToken.None));
        Assert.Equal([new ClientSessionCount("other", 1, 0)], await Sessions.CountByClientAsync(All with { ClientId = "other" }, CancellationToken.None));
    }

    [Fact]
    public async Task What_has_ended_is_left_out_by_the_record_and_by_the_settings_of_now()
    {
        await AddAsync("live", "u", age: 100);
        await AddAsync("idle", "u", age: 100, expiresIn: 0);
        await AddAsync("remembered", "u", age: 3000, remember: true);

        Assert.Equal("live", await ListAsync(All with { Now = s_now }));
        Assert.Equal("live remembered", await ListAsync(All with { Realm = _realm with { SsoSessionIdleTimeoutRememberMe = 4000 } }));
        Assert.Equal("remembered", await ListAsync(All with { Realm = _realm with { SsoSessionIdleTimeout = 60, SsoSessionIdleTimeoutRememberMe = 4000 } }));
        Assert.Equal("", await ListAsync(All with { Realm = _realm with { SsoSessionMaxLifespan = 60 } }));
    }

    [Fact]
    public async Task Text_is_sought_in_name_address_and_clients()
    {
        await AddAsync("s1", "u1", age: 3, clients: ["c1"], username: "Alice", address: "10.0.0.7");
        await AddAsync("s2", "u2", age: 2, clients: ["c2"], username: "bob", address: "10.0.1.8");

        Assert.Equal("s1", await ListAsync(All with { Text = "LIC" }));
        Assert.Equal("s2", await ListAsync(All with { Text = "0.1.8" }));
        Assert.Equal("s2", await ListAsync(All with { Text = "console", TextClients = ["c2", "c3"] }));
        Assert.Equal("", await ListAsync(All with { Text = "%" }));
    }

    [Fact]
    public async Task Clients_that_join_and_leave_are_followed()
    {
        var row = await AddAsync("s", "u", age: 10, clients: ["app"]);
        await ChangeAsync(row, row.State! with { Clients = Parts("app", "joined") });
        Assert.Equal("s", await ListAsync(All with { ClientId = "joined" }));
        Assert.Equal("s", await ListAsync(All with { ClientId = "app" }));

        await ChangeAsync(row, row.State! with { Clients = Parts("joined") });
        Assert.Equal("", await ListAsync(All with { ClientId = "app" }));
        await row.RemoveAsync(fixture.Storage, StateNames.Session, Sample.Key(_realm.Id, "s"));
        Assert.Empty(await Sessions.CountByClientAsync(All, CancellationToken.None));
        Assert.Equal("", await ListAsync(All));
    }

    [Fact]
    public async Task A_summary_has_the_clients_with_their_times()
    {
        await AddAsync("s", "u", age: 10, clients: ["app"]);

        var session = Assert.Single(await Sessions.ListAsync(All, CancellationToken.None));

        Assert.Equal(new ClientSessionTimes(7, 8), session.Clients["app"]);
        Assert.Equal((s_now.ToUnixTimeSeconds() - 10, "u", "name"), (session.Started, session.UserId, session.Username));
    }

    // Each list is as long as its count.
    private async Task<string> ListAsync(SessionSearch search)
    {
        var listed = await Sessions.ListAsync(search, CancellationToken.None);
        if (search.First == 0)
        {
            Assert.Equal(listed.Count, await Sessions.CountAsync(search, CancellationToken.None));
        }

        return string.Join(' ', listed.Select(session => session.Id));
    }

    private async Task<StoredRow<SessionState>> AddAsync(
        string id, string user, int age, string[]? clients = null, bool offline = false, bool remember = false, int expiresIn = 1000,
        string username = "name", string? address = null)
    {
        var started = s_now.ToUnixTimeSeconds() - age;
        return await fixture.InsertAsync(StateNames.Session, _realm.Id, id, new SessionState
        {
            Id = id, UserId = user, Username = username, IpAddress = address, Started = started, LastRefresh = started,
            ExpiresAt = s_now.ToUnixTimeSeconds() + expiresIn, Offline = offline, RememberMe = remember, Clients = Parts(clients ?? []),
        });
    }

    private static Dictionary<string, ClientSession> Parts(params string[] clients) =>
        clients.ToDictionary(client => client, client => new ClientSession { Id = client, Started = 7, LastRefresh = 8 });

    private async Task ChangeAsync(StoredRow<SessionState> row, SessionState next)
    {
        row.State = next;
        await row.WriteAsync(fixture.Storage, StateNames.Session, Sample.Key(_realm.Id, row.State.Id));
    }
}
