using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Testing;

namespace Identity.Silo.Tests.Cluster;

/// <summary>A silo that has been declared dead but lives on, as a paused or cut off pod does, still holds activations that others have
/// taken over: two of the same grain.</summary>
public class LeftoverActivations(PostgresServer postgres)
{
    private static readonly ClientAuthorization s_client = new() { ClientId = "client-1", Code = null };

    [Fact]
    public async Task Do_not_answer_for_a_session_that_ended_elsewhere()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var leftOver = await ClusterSilo.StartAsync(database);
        await using var survivor = await ClusterSilo.StartAsync(database);
        var (realm, sid) = (await ImportRealmAsync(leftOver), "session-of-two-homes");
        await leftOver.Session(realm, sid).StartAsync(Start());

        await survivor.Membership.TryKill(leftOver.Address);
        await Eventually.TrueAsync(() => survivor.Membership.CurrentSnapshot.GetSiloStatus(leftOver.Address) == SiloStatus.Dead, "the silo was declared dead");
        await Eventually.TrueAsync(() => TookOverAsync(survivor.Session(realm, sid)), "the survivor took the session over");

        // Both answer: there are two activations.
        Assert.NotNull(await leftOver.Session(realm, sid).AuthorizeAsync(s_client));
        await survivor.Session(realm, sid).EndAsync();

        Assert.Null(await leftOver.Session(realm, sid).AuthorizeAsync(s_client));
        Assert.Null(await survivor.Session(realm, sid).AuthorizeAsync(s_client));
    }

    private static async Task<bool> TookOverAsync(ISessionGrain session)
    {
        try
        {
            return await session.AuthorizeAsync(s_client) is not null;
        }
        catch (SiloUnavailableException)
        {
            return false;
        }
    }

    private static async Task<string> ImportRealmAsync(ClusterSilo silo)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(TestRealm.File))!.AsObject();
        await silo.Service<RealmImport>().ImportAsync(file, ImportStrategy.IgnoreExisting, CancellationToken.None);
        return (await silo.Service<RealmSnapshots>().FindAsync(TestRealm.Name, CancellationToken.None))!.Id;
    }

    private static SessionStart Start() => new()
    {
        UserId = "user-1",
        Username = "alice",
        AuthTime = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        Client = s_client,
    };
}
