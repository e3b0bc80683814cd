using System.Text.Json;
using Identity.Grains.Events;
using Identity.Silo.Storage;

namespace Identity.Silo.Tests.Storage;

public class StoredEvents(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _realm = Sample.Id();

    private PostgresEventStore Events => new(fixture.Database);

    [Fact]
    public async Task An_event_reads_as_it_was_written_once()
    {
        var written = Login(5) with
        {
            ClientId = "app", UserId = "u", SessionId = "s", IpAddress = "::1", Error = "invalid_user_credentials",
            Details = new Dictionary<string, string> { ["username"] = "Zoë \"Z\"", ["auth_method"] = "openid-connect" },
        };
        await Events.AppendAsync(written, CancellationToken.None);
        await Events.AppendAsync(written, CancellationToken.None);
        var changed = Admin(5) with
        {
            AuthRealmId = "master", AuthClientId = "c", AuthUserId = "a", AuthIpAddress = "::1", ResourcePath = "users/1", Representation = "{\"a\":1}",
            Error = "e", Details = new Dictionary<string, string> { ["k"] = "v" },
        };
        await Events.AppendAsync(changed, CancellationToken.None);
        await Events.AppendAsync(changed, CancellationToken.None);

        var login = Assert.Single(await LoginsAsync());
        Assert.Equal(written.Details, login.Details);
        Assert.Equal(written, login with { Details = written.Details });
        var admin = Assert.Single(await AdminsAsync());
        Assert.Equal(changed.Details, admin.Details);
        Assert.Equal(changed, admin with { Details = changed.Details });
    }

    [Fact]
    public async Task Login_events_are_found_by_every_condition()
    {
        await Events.AppendAsync(Login(1) with { UserId = "u", IpAddress = "10.0.0.1" }, CancellationToken.None);
        await Events.AppendAsync(Login(2) with { ClientId = "app" }, CancellationToken.None);
        await Events.AppendAsync(Login(3, "LOGIN_ERROR") with { ClientId = "app", UserId = "u" }, CancellationToken.None);
        await Events.AppendAsync(Login(4, "LOGOUT"), CancellationToken.None);

        Assert.Equal("4 3 2 1", await LoginTimesAsync(all => all));
        Assert.Equal("1 2 3 4", await LoginTimesAsync(all => all with { Ascending = true }));
        Assert.Equal("3 2", await LoginTimesAsync(all => all with { First = 1, Max = 2 }));
        Assert.Equal("4 3 2 1", await LoginTimesAsync(all => all with { Max = -1 }));
        Assert.Equal("2 1", await LoginTimesAsync(all => all with { After = new EventPlace(3, Guid.Empty) }));
        Assert.Equal("4", await LoginTimesAsync(all => all with { Ascending = true, After = new EventPlace(3, Guid.AllBitsSet) }));
        Assert.Equal("", await LoginTimesAsync(all => all with { Max = 0 }));
        Assert.Equal("4 3", await LoginTimesAsync(all => all with { Types = ["LOGIN_ERROR", "LOGOUT"] }));
        Assert.Equal("3 2", await LoginTimesAsync(all => all with { ClientId = "app" }));
        Assert.Equal("3 1", await LoginTimesAsync(all => all with { UserId = "u" }));
        Assert.Equal("1", await LoginTimesAsync(all => all with { IpAddress = "10.0.0.1" }));
        Assert.Equal("", await LoginTimesAsync(all => all with { IpAddress = "10.*" }));
        Assert.Equal("3 2", await LoginTimesAsync(all => all with { From = 2, To = 3 }));
        Assert.Equal("", await LoginTimesAsync(all => all with { UserId = "\0" }));
        Assert.Equal("", await LoginTimesAsync(all => all with { UserId = "u' OR 'a'='a" }));
        Assert.Equal("", await LoginTimesAsync(all => all with { RealmId = Sample.Id() }));
    }

    [Fact]
    public async Task Admin_events_are_found_by_every_condition()
    {
        await Events.AppendAsync(Admin(1) with { AuthRealmId = "master", AuthUserId = "a" }, CancellationToken.None);
        await Events.AppendAsync(Admin(2) with { OperationType = "DELETE", ResourcePath = "users/1", AuthClientId = "cli" }, CancellationToken.None);
        await Events.AppendAsync(Admin(3) with { ResourceType = "REALM_ROLE", ResourcePath = "roles/r_9", AuthIpAddress = "::1" }, CancellationToken.None);

        Assert.Equal("3 2 1", await AdminTimesAsync(all => all));
        Assert.Equal("1 2 3", await AdminTimesAsync(all => all with { Ascending = true }));
        Assert.Equal("2", await AdminTimesAsync(all => all with { OperationTypes = ["DELETE", "ACTION"] }));
        Assert.Equal("3", await AdminTimesAsync(all => all with { ResourceTypes = ["REALM_ROLE"] }));
        Assert.Equal("1", await AdminTimesAsync(all => all with { AuthRealmId = "master", AuthUserId = "a" }));
        Assert.Equal("2", await AdminTimesAsync(all => all with { AuthClientId = "cli" }));
        Assert.Equal("3", await AdminTimesAsync(all => all with { AuthIpAddress = "::1" }));
        Assert.Equal("2", await AdminTimesAsync(all => all with { ResourcePath = "users*" }));
        Assert.Equal("3", await AdminTimesAsync(all => all with { ResourcePath = "*/r_9" }));
        Assert.Equal("", await AdminTimesAsync(all => all with { ResourcePath = "roles/r__" }));
        Assert.Equal("", await AdminTimesAsync(all => all with { ResourcePath = "users" }));
        Assert.Equal("3", await AdminTimesAsync(all => all with { From = 3 }));
        Assert.Equal("2", await AdminTimesAsync(all => all with { First = 1, Max = 1 }));
    }

    [Fact]
    public async Task What_is_too_long_or_cannot_be_stored_is_cut_and_replaced()
    {
        await Events.AppendAsync(
            Admin(1) with
            {
                ResourcePath = new string('p', 10_000), Representation = $"\"{new string('r', 1_000_000)}", Error = "a\0b\ud800",
                Details = Enumerable.Range(0, 100).ToDictionary(i => $"{i}\0", _ => new string('d', 10_000)),
            },
            CancellationToken.None);

        var admin = Assert.Single(await AdminsAsync());
        Assert.Equal(EventInsert.MaxText, admin.ResourcePath!.Length);
        Assert.Equal("a\ufffdb\ufffd", admin.Error);
        Assert.Equal(EventInsert.MaxDetails, admin.Details.Count);
        Assert.All(admin.Details.Values, value => Assert.Equal(EventInsert.MaxText, value.Length));
        Assert.Equal(EventInsert.MaxRepresentation + 3, JsonDocument.Parse(admin.Representation!).RootElement.GetString()!.Length);
    }

    [Fact]
    public async Task Clearing_removes_the_realms_events_up_to_that_instant()
    {
        var other = Login(1) with { RealmId = Sample.Id() };
        foreach (var loginEvent in new[] { Login(1), Login(2), Login(3), other })
        {
            await Events.AppendAsync(loginEvent, CancellationToken.None);
        }

        await Events.AppendAsync(Admin(1), CancellationToken.None);

        await Events.ClearLoginEventsAsync(_realm, DateTimeOffset.FromUnixTimeMilliseconds(2), Admin(2), CancellationToken.None);

        Assert.Equal("3", await LoginTimesAsync(all => all));
        Assert.Equal("1", await LoginTimesAsync(all => all with { RealmId = other.RealmId }));
        Assert.Equal("2 1", await AdminTimesAsync(all => all));
        var told = Admin(2) with { OperationType = "DELETE" };
        await Events.ClearAdminEventsAsync(_realm, DateTimeOffset.FromUnixTimeMilliseconds(2), told, CancellationToken.None);
        Assert.Equal(told.Id, Assert.Single(await AdminsAsync()).Id);
    }

    private LoginEvent Login(long time, string type = "LOGIN") => new() { Time = time, Type = type, RealmId = _realm };

    private AdminEvent Admin(long time) => new() { Time = time, RealmId = _realm, OperationType = "CREATE", ResourceType = "USER" };

    private Task<IReadOnlyList<LoginEvent>> LoginsAsync() => Events.SearchAsync(new LoginEventSearch { RealmId = _realm }, CancellationToken.None);

    private Task<IReadOnlyList<AdminEvent>> AdminsAsync() => Events.SearchAsync(new AdminEventSearch { RealmId = _realm }, CancellationToken.None);

    private async Task<string> LoginTimesAsync(Func<LoginEventSearch, LoginEventSearch> asked) =>
        string.Join(' ', (await Events.SearchAsync(asked(new LoginEventSearch { RealmId = _realm }), CancellationToken.None)).Select(found => found.Time));

    private async Task<string> AdminTimesAsync(Func<AdminEventSearch, AdminEventSearch> asked) =>
        string.Join(' ', (await Events.SearchAsync(asked(new AdminEventSearch { RealmId = _realm }), CancellationToken.None)).Select(found => found.Time));
}
