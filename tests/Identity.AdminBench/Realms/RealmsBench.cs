using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.AdminBench.Realms;

/// <summary>Thousands of realms on two pods.</summary>
internal static class RealmsBench
{
    private const string KeyProvider = "org.keycloak.keys.KeyProvider";
    private const int Lookups = 2_000_000;
    private static readonly CancellationToken None = CancellationToken.None;

    public static async Task<int> RunAsync(int realms)
    {
        await using var server = new PostgresServer();
        await using var database = await server.CreateDatabaseAsync();
        await using var pod = await GrainHost.StartAsync(database);
        await pod.Services.GetRequiredService<MasterRealm>().EnsureAsync("admin", "admin-password", None);
        var keys = await KeysAsync(pod);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < realms; i++)
        {
            await SeedAsync(pod, $"realm-{i:00000}", keys);
        }

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{realms} realms in {seconds:0.0} s, {realms / seconds:0} a second without making their keys\n"));
        Measured.Header();
        await CreatingAsync(pod, keys);
        await ListingAsync(pod);
        await using var other = await GrainHost.StartAsync(database);
        await ChangingAsync(pod, other);
        LookingUp((await other.Realms.FindAsync("master", None))!, (await other.Realms.FindAsync("realm-00000", None))!);
        await AskingAsync(pod, other);
        await FillingAsync(database, realms);
        return 0;
    }

    // A machine that is busy otherwise may stand still for a moment.
    private static async Task SeedAsync(GrainHost pod, string name, JsonNode keys)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ImportAsync(pod, name, keys);
                return;
            }
            catch (StorageUnavailableException) when (attempt < 20)
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    private static async Task CreatingAsync(GrainHost pod, JsonNode keys)
    {
        await Measured.RowAsync("make a realm", 20, i => pod.Services.GetRequiredService<RealmCreation>().CreateAsync($"made-{i}", None));
        await Measured.RowAsync("make a realm whose keys are given", 20, i => ImportAsync(pod, $"imported-{i}", keys));
        await Measured.RowAsync("make a realm, ten at a time", 10, round => Task.WhenAll(Enumerable.Range(0, 10).Select(i => ImportAsync(pod, $"many-{round}-{i}", keys))));
    }

    private static async Task ListingAsync(GrainHost pod)
    {
        var source = pod.Services.GetRequiredService<IRealmSource>();
        await Measured.RowAsync("list 100 realms, in brief", 50, i => source.ListAsync(null, i * 50, 100, None));
        await Measured.RowAsync("list all realms, in brief", 20, _ => source.ListAsync(null, 0, null, None));
        await Measured.RowAsync("search realms by a part of the name", 50, i => source.ListAsync($"m-0{i:00}", 0, 20, None));
        await Measured.RowAsync("list 100 realms, in full", 50, i => source.ListStatesAsync(null, i * 50, 100, None));
    }

    private static async Task ChangingAsync(GrainHost pod, GrainHost other)
    {
        await Measured.RowAsync("read the master realm whole", 3, async _ =>
        {
            
            var records = await other.Services.GetRequiredService<IRealmSource>().LoadAsync("master", None);
            GC.KeepAlive(new RealmSnapshot(records!, new Grains.Keys.RealmKeys([], [])));
        });
        var master = (await other.Realms.FreshAsync("master", None))!;
        Console.WriteLine($"| roles of the master realm: {master.Roles.Count} | | | |");
        var role = master.RolesOf(null)[0];
        var grain = pod.Grains.GetGrain<IRoleGrain>(new EntityKey(master.Id, role.Id).ToString());
        await Measured.RowAsync("change a role of the master realm, and read it on another pod", 100, async i =>
        {
            await grain.UpdateAsync(role with { Description = $"{i}" });
            var seen = (await other.Realms.FreshAsync("master", None))!.FindRoleById(role.Id)!.Description;
            if (seen != $"{i}")
            {
                throw new InvalidOperationException("The other pod has not seen the change.");
            }
        });
        await Measured.RowAsync("make sure that nothing has changed", 200, _ => other.Realms.FreshAsync("master", None));
        await Measured.RowAsync("the same, 100 at a time", 50, _ => Task.WhenAll(Enumerable.Range(0, 100).Select(_ => other.Realms.FreshAsync("master", None))));
    }

    private static void LookingUp(RealmSnapshot master, RealmSnapshot small)
    {
        var ids = master.Roles.Select(role => role.Id).ToArray();
        var frozen = master.Roles.ToFrozenDictionary(role => role.Id, StringComparer.Ordinal);
        Measured.Row("find a role of the master realm", Lookups, i => _ = master.FindRoleById(ids[i * 7919L % ids.Length]));
        Measured.Row("the same in a FrozenDictionary", Lookups, i => _ = frozen.GetValueOrDefault(ids[i * 7919L % ids.Length]));
        var clients = small.Clients.Select(client => client.ClientId).ToArray();
        var frozenClients = small.Clients.ToFrozenDictionary(client => client.ClientId, StringComparer.Ordinal);
        Measured.Row("find a client of a small realm", Lookups, i => _ = small.FindClient(clients[i % clients.Length]));
        Measured.Row("the same in a FrozenDictionary", Lookups, i => _ = frozenClients.GetValueOrDefault(clients[i % clients.Length]));
    }

    private static async Task AskingAsync(GrainHost pod, GrainHost other)
    {
        var master = (await other.Realms.FreshAsync("master", None))!;
        var id = await pod.Services.GetRequiredService<IUserDirectory>().FindByUsernameAsync(master.Id, "admin", None);
        var admin = (await pod.Services.GetRequiredService<UserReader>().FindAsync(master.Id, id, None))!;
        var role = master.FindRole(master.FindClient("realm-00001-realm")!.Id, "view-users")!;
        await Measured.RowAsync("everything that the administrator holds", 20, _ => Task.FromResult(master.EffectiveRoles(admin).Count));
        await Measured.RowAsync("whether the administrator holds a role, the first time", 1, _ => Task.FromResult(master.HoldsAny(admin, [role.Id])));
        Measured.Row("whether the administrator holds a role", 100_000, _ => master.HoldsAny(admin, [role.Id]));
    }

    private static async Task FillingAsync(TestDatabase database, int realms)
    {
        await using var pod = await GrainHost.StartAsync(database);
        await pod.Realms.FindAsync("master", None);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < realms; i++)
        {
            await pod.Realms.FindAsync($"realm-{i:00000}", None);
        }

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var managed = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / realms;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\nAll realms on one pod: read in {seconds:0.0} s, {managed:0} kB each; process {Environment.WorkingSet / 1024 / 1024} MB"));
    }

    private static async Task<JsonNode> KeysAsync(GrainHost pod)
    {
        await pod.Services.GetRequiredService<RealmCreation>().CreateAsync("keys", None);
        var file = (await pod.Services.GetRequiredService<RealmExport>().ExportAsync("keys", None))!.Document;
        return file["components"]![KeyProvider]!;
    }

    private static Task<RealmImportReport> ImportAsync(GrainHost pod, string name, JsonNode keys)
    {
        var providers = (JsonArray)keys.DeepClone();
        foreach (var provider in providers)
        {
            ((JsonObject)provider!).Remove("id");
        }

        return pod.Services.GetRequiredService<RealmImport>().ImportAsync(
            new JsonObject { ["realm"] = name, ["enabled"] = true, ["components"] = new JsonObject { [KeyProvider] = providers } },
            ImportStrategy.IgnoreExisting,
            None);
    }
}
