using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Testing;

namespace Identity.Benchmarks.Installation;

/// <summary>The realms that the benchmarks use.</summary>
internal static class Realm
{
    /// <summary>As a new realm is: refresh tokens stay, and no events are kept.</summary>
    public const string Plain = "plain";

    /// <summary>The same where refresh tokens rotate.</summary>
    public const string Rotating = "rotating";

    /// <summary>The same where events are kept.</summary>
    public const string WithEvents = TestRealm.Name;

    /// <summary>A public client that people log in to.</summary>
    public const string App = "shop";

    /// <summary>A confidential client with a service account.</summary>
    public const string Service = "billing";

    /// <summary>The secret of <see cref="Service"/>.</summary>
    public const string ServiceSecret = "billing-secret";

    /// <summary>Imports them into an empty database.</summary>
    public static async Task ImportAsync(string connectionString)
    {
        var folder = Directory.CreateTempSubdirectory("identity-bench-");
        try
        {
            var noEvents = ("\"eventsEnabled\" : true", "\"eventsEnabled\" : false");
            await TestRealm.WriteAsync(folder.FullName, WithEvents);
            await TestRealm.WriteAsync(folder.FullName, Plain, noEvents);
            await TestRealm.WriteAsync(folder.FullName, Rotating, noEvents, ("\"revokeRefreshToken\" : false", "\"revokeRefreshToken\" : true"));
            await using var pod = await Pod.StartAsync(connectionString);
            foreach (var file in folder.EnumerateFiles())
            {
                var realm = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(file.FullName))!;
                await pod.Service<RealmImport>().ImportAsync(realm, ImportStrategy.IgnoreExisting, CancellationToken.None);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
