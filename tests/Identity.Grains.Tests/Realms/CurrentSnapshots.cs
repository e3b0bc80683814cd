using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using Identity.Grains.Storage;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Identity.Grains.Tests.Realms;

public sealed class CurrentSnapshots(PostgresServer server)
{
    [Fact]
    public async Task A_realm_that_cannot_be_read_is_not_served_as_it_was_and_keeps_no_other_from_being_current()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var host = await GrainHost.StartAsync(database);
        var damaged = await CreateAsync(host, "damaged");
        var sound = await CreateAsync(host, "sound");
        var sealer = host.Services.GetRequiredService<Sealer>();
        var nonsense = new RealmKey { Kid = "k", Algorithm = "nonsense", ProviderId = "x", SealedPrivateKey = sealer.Seal(RealmKeysReader.SealPurpose, new byte[32]) };

        await UpdateAsync(host, damaged, state => state with { Keys = [nonsense], DisplayName = "changed" });
        await DamageAsync(database, damaged);
        await UpdateAsync(host, sound, state => state with { DisplayName = "changed" });

        await Eventually.TrueAsync(async () => (await host.Realms.FindAsync("sound", default))!.Settings.DisplayName == "changed", "the sound realm is current");
        await Eventually.TrueAsync(async () => await IsUnreadableAsync(host), "the damaged realm is not served");
    }

    // Since a key that cannot be read is only left out, the settings themselves are damaged.
    private static async Task DamageAsync(TestDatabase database, string realmId)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand($$"""UPDATE realm SET version = random_version(), doc = doc || '{"accessTokenLifespan":"x"}' WHERE realm_id = '{{realmId}}'""");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<bool> IsUnreadableAsync(GrainHost host)
    {
        try
        {
            await host.Realms.FindAsync("damaged", default);
            return false;
        }
        catch (UnreadableRecordException)
        {
            return true;
        }
    }

    private static async Task<string> CreateAsync(GrainHost host, string name)
    {
        await host.Services.GetRequiredService<RealmCreation>().CreateAsync(name, default);
        return (await host.Realms.FindAsync(name, default))!.Id;
    }

    private static async Task UpdateAsync(GrainHost host, string realmId, Func<RealmState, RealmState> change)
    {
        var grain = host.Grains.GetGrain<IRealmGrain>(EntityKey.ForRealm(realmId).ToString());
        Assert.IsType<WriteResult.Saved>(await grain.UpdateAsync(change((await grain.GetAsync(default))!)));
    }
}
