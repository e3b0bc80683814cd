using System.Text.Json.Nodes;
using Identity.Grains.Passwords;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Grains.Tests.Realms;

public sealed class RealmImporting(PostgresServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("acme-realm", 9)]
    [InlineData("plain-realm", 0)]
    [InlineData("master-realm", 0)]
    public async Task An_export_imports_again_to_an_equal_realm(string file, int users)
    {
        await using var first = await server.CreateDatabaseAsync();
        await using var second = await server.CreateDatabaseAsync();
        await using var one = await GrainHost.StartAsync(first);
        await using var two = await GrainHost.StartAsync(second);

        var report = await Import(one).ImportAsync(RealmFiles.Load(file), ImportStrategy.IgnoreExisting, None);
        var exported = (await Export(one).ExportAsync(report.Realm, None))!;
        await Import(two).ImportAsync((JsonObject)exported.Document.DeepClone(), ImportStrategy.IgnoreExisting, None);
        var again = (await Export(two).ExportAsync(report.Realm, None))!;

        Assert.Empty(exported.LeftOut);
        Assert.Equal(users, report.Users);
        Assert.Equal(Sorted(exported.Document)!.ToJsonString(), Sorted(again.Document)!.ToJsonString());
    }

    [Fact]
    public async Task An_imported_user_has_the_password_of_the_file()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var host = await GrainHost.StartAsync(database);
        await Import(host).ImportAsync(RealmFiles.Parse("""{"realm":"x","users":[{"username":"Ann","enabled":true,"credentials":[{"type":"password","value":"ann-password"}]}]}"""), ImportStrategy.IgnoreExisting, None);

        var realm = (await host.Realms.FindAsync("x", None))!;
        var id = (await host.Services.GetRequiredService<IUserDirectory>().FindByUsernameAsync(realm.Id, "ann", None))!;
        var check = await host.Grains.GetGrain<IUserGrain>(new EntityKey(realm.Id, id).ToString()).BeginPasswordAsync();

        Assert.True(await host.Services.GetRequiredService<PasswordHashing>().VerifyAsync(check!.Password!, "ann-password"));
    }

    [Fact]
    public async Task An_existing_realm_is_left_alone_or_made_what_the_file_says()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var host = await GrainHost.StartAsync(database);
        await Import(host).ImportAsync(RealmFiles.Parse("""{"realm":"x","users":[{"username":"a"},{"username":"b"}]}"""), ImportStrategy.IgnoreExisting, None);
        var before = (await host.Realms.ReloadAsync("x", None))!;
        var changed = RealmFiles.Parse("""{"realm":"x","displayName":"X","users":[{"id":"other","username":"b"}],"groups":[{"name":"g"}]}""");

        var ignored = await Import(host).ImportAsync(changed, ImportStrategy.IgnoreExisting, None);
        var overwritten = await Import(host).ImportAsync(changed, ImportStrategy.OverwriteExisting, None);

        var after = (await host.Realms.ReloadAsync("x", None))!;
        var users = host.Services.GetRequiredService<IUserDirectory>();
        Assert.True(ignored.Skipped);
        Assert.False(overwritten.Skipped);
        Assert.Equal(before.Id, after.Id);
        Assert.Equal("X", after.Settings.DisplayName);
        Assert.Single(after.Groups);
        Assert.Equal(before.Keys.Published.Select(key => key.Kid), after.Keys.Published.Select(key => key.Kid));
        Assert.Null(await users.FindByUsernameAsync(after.Id, "a", None));
        Assert.Equal("other", await users.FindByUsernameAsync(after.Id, "b", None));
    }

    [Fact]
    public async Task A_half_done_import_is_not_served_and_is_done_again()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var host = await GrainHost.StartAsync(database);
        using var cut = new CancellationTokenSource();
        var file = RealmFiles.Load("acme-realm");
        var users = file["users"]!.AsArray();
        users.Add(new JsonObject { ["username"] = "last", ["credentials"] = new JsonArray(new JsonObject { ["type"] = "password", ["value"] = "last-password" }) });
        var acme = RealmFiles.Read(RealmFiles.Load("acme-realm")).Realm;
        await host.Grains.GetGrain<IRealmGrain>(EntityKey.ForRealm(acme.Id).ToString()).CreateAsync(acme with { Importing = true, Keys = [] });

        Assert.Null(await host.Realms.FindAsync("acme", None));
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Import(host).ImportAsync(file, ImportStrategy.IgnoreExisting, cut.Token));
        var report = await Import(host).ImportAsync(file, ImportStrategy.IgnoreExisting, None);

        Assert.False(report.Skipped);
        Assert.Equal(10, report.Users);
        Assert.NotNull(await host.Realms.FindAsync("acme", None));
    }

    [Fact]
    public async Task The_master_realm_and_its_administrator_are_made_once()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var host = await GrainHost.StartAsync(database);
        var master = host.Services.GetRequiredService<MasterRealm>();

        await master.EnsureAsync("admin", "admin-password", None);
        await master.EnsureAsync("admin", "another-password", None);
        await host.Services.GetRequiredService<RealmCreation>().CreateAsync("x", None);

        var realm = (await host.Realms.ReloadAsync("master", None))!;
        var id = (await host.Services.GetRequiredService<IUserDirectory>().FindByUsernameAsync(realm.Id, "admin", None))!;
        var admin = (await host.Grains.GetGrain<IUserGrain>(new EntityKey(realm.Id, id).ToString()).GetAsync(None))!;
        Assert.True(await host.Services.GetRequiredService<PasswordHashing>().VerifyAsync(admin.Credentials[0], "admin-password"));
        var held = realm.EffectiveRoles(admin).Select(roleId => realm.FindRoleById(roleId)!);
        Assert.Contains(held, role => role.Name == "manage-users" && realm.FindClientById(role.ClientId!)?.ClientId == "x-realm");

        Assert.True(await host.Services.GetRequiredService<RealmCreation>().RemoveAsync("x", None));
        Assert.Null((await host.Realms.ReloadAsync("master", None))!.FindClient("x-realm"));
        Assert.Null(await host.Realms.ReloadAsync("x", None));
    }

    private static RealmImport Import(GrainHost host) => host.Services.GetRequiredService<RealmImport>();

    private static RealmExport Export(GrainHost host) => host.Services.GetRequiredService<RealmExport>();

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject value => new JsonObject(value
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray value => new JsonArray([.. value.Select(Sorted).OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };
}
