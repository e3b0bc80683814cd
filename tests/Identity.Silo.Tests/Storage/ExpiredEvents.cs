using Identity.Grains.Events;
using Identity.Silo.Storage;
using Identity.Testing;

namespace Identity.Silo.Tests.Storage;

/// <summary>Each on a database of its own, as expiry looks at all rows.</summary>
public class ExpiredEvents(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private readonly StorageFixture _fixture = new(server);

    private PostgresEventStore Events => new(_fixture.Database);

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Events_are_kept_as_long_as_their_realm_says()
    {
        var hour = await RealmAsync("3600", "60");
        var ever = await RealmAsync(null, null);
        var zero = await RealmAsync("0", "0");
        var nonsense = await RealmAsync("\"soon\"", "99999999999999999999");
        foreach (var realm in new[] { hour, ever, zero, nonsense })
        {
            await AppendAsync(realm, ageSeconds: 7200);
            await AppendAsync(realm, ageSeconds: 600);
            await AppendAsync(realm, ageSeconds: 10);
        }

        Assert.Equal(2, await Events.DeleteExpiredAsync(s_now, 2, CancellationToken.None));
        Assert.Equal(1, await Events.DeleteExpiredAsync(s_now, 100, CancellationToken.None));
        Assert.Equal(0, await Events.DeleteExpiredAsync(s_now, 100, CancellationToken.None));

        Assert.Equal((2, 1), await CountAsync(hour));
        Assert.Equal((3, 3), await CountAsync(ever));
        Assert.Equal((3, 3), await CountAsync(zero));
        Assert.Equal((3, 3), await CountAsync(nonsense));
    }

    [Fact]
    public async Task Events_of_realms_that_are_gone_are_removed()
    {
        var there = await RealmAsync(null, null);
        foreach (var realm in new[] { there, "0", "zzz", Sample.Id() })
        {
            await AppendAsync(realm, ageSeconds: 10);
            await AppendAsync(realm, ageSeconds: -10);
        }

        Assert.Equal(6, await Events.DeleteExpiredAsync(s_now, 100, CancellationToken.None));

        Assert.Equal((2, 2), await CountAsync(there));
        Assert.Equal((1, 1), await CountAsync("zzz"));
    }

    private async Task<string> RealmAsync(string? loginSeconds, string? adminSeconds)
    {
        var realm = Sample.Realm();
        await using var command = _fixture.Database.Pool.CreateCommand(
            """
            INSERT INTO realm (realm_id, id, version, doc)
            SELECT $1, $1, 1, jsonb_strip_nulls(jsonb_build_object('id', $1, 'realm', $1, 'eventsExpiration', $2::jsonb, 'attributes', jsonb_build_object('adminEventsExpiration', $3::text)))
            """);
        command.Parameters.AddWithValue(realm.Id);
        command.Parameters.AddWithValue((object?)loginSeconds ?? DBNull.Value);
        command.Parameters.AddWithValue((object?)adminSeconds ?? DBNull.Value);
        await command.ExecuteNonQueryAsync();
        return realm.Id;
    }

    private async Task AppendAsync(string realm, int ageSeconds)
    {
        var time = s_now.AddSeconds(-ageSeconds).ToUnixTimeMilliseconds();
        await Events.AppendAsync(new LoginEvent { Time = time, RealmId = realm, Type = "LOGIN" }, CancellationToken.None);
        await Events.AppendAsync(new AdminEvent { Time = time, RealmId = realm, OperationType = "CREATE", ResourceType = "USER" }, CancellationToken.None);
    }

    private async Task<(int Logins, int Admins)> CountAsync(string realm) => (
        (await Events.SearchAsync(new LoginEventSearch { RealmId = realm }, CancellationToken.None)).Count,
        (await Events.SearchAsync(new AdminEventSearch { RealmId = realm }, CancellationToken.None)).Count);
}
