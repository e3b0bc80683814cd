using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Identity.Silo.Tests.Storage;

/// <summary>Whatever the database says to a pod that wants to listen, the connection goes back: it shares two with the question whether the
/// database hangs, and a pod that could not ask would refuse everything for ever.</summary>
public sealed class RefusedListening(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Theory]
    [InlineData("42501")]
    [InlineData("XX000")]
    [InlineData("40001")]
    [InlineData("57P01")]
    public async Task Refusals_take_no_connection_away(string state)
    {
        await using var wire = new FaultyWire();
        using var database = new PostgresDatabase(wire.Start(fixture.ConnectionString));
        var announcements = new RealmAnnouncements(database, TimeProvider.System, NullLogger<RealmAnnouncements>.Instance);
        for (var time = 0; time < 4; time++)
        {
            // The first statement of a connection are its settings, the second is LISTEN; of one that is there already it is the first.
            wire.Arm(new WireFault.Refused(state), at: time == 0 ? 2 : 1, lasts: false);
            await using var heard = announcements.ListenAsync(CancellationToken.None).GetAsyncEnumerator();
            try
            {
                await heard.MoveNextAsync();
            }
            catch (PostgresException exception) when (exception.SqlState == state)
            {
                // Background work tries again.
            }

            Assert.Equal(1, wire.Fired);
            wire.Disarm();
        }

        await using var one = await database.Listener.OpenConnectionAsync();
        await using var two = await database.Listener.OpenConnectionAsync();
        Assert.Equal(2, new[] { one, two }.Count(connection => connection.State == System.Data.ConnectionState.Open));
    }
}
