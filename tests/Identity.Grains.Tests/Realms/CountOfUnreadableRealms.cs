using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Identity.Grains.Tests.Realms;

/// <summary>What the alarm for unreadable realms counts.</summary>
public sealed class CountOfUnreadableRealms(PostgresServer server)
{
    [Fact]
    public async Task It_falls_on_every_pod_that_found_the_realm_when_one_removes_it()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var one = await GrainHost.StartAsync(database);
        await using var other = await GrainHost.StartAsync(database, one.Time);
        await one.Services.GetRequiredService<RealmCreation>().CreateAsync("victim", default);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var damage = source.CreateCommand("""UPDATE realm SET version = random_version(), doc = doc || '{"keys":5}' WHERE name = 'victim'""");
        Assert.Equal(1, await damage.ExecuteNonQueryAsync());
        foreach (var pod in (GrainHost[])[one, other])
        {
            await Assert.ThrowsAsync<UnreadableRecordException>(() => pod.Realms.FreshAsync("victim", default));
            Assert.Equal(1, pod.Realms.Unreadable);
        }

        Assert.True(await one.Services.GetRequiredService<RealmCreation>().RemoveAsync("victim", default));

        await Eventually.TrueAsync(() => Task.FromResult(one.Realms.Unreadable == 0 && other.Realms.Unreadable == 0), "both pods have heard of the removal");
    }
}
