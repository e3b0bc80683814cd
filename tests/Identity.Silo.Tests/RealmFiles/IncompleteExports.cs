using Identity.Grains.Realms;
using Identity.Silo.RealmFiles;
using Identity.Silo.Tests.Operations;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Silo.Tests.RealmFiles;

/// <summary>What cannot be read is not in the files of an export, which says so.</summary>
public sealed class IncompleteExports(PostgresServer server) : IAsyncLifetime
{
    private readonly OperationBed _bed = new(server);
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public ValueTask InitializeAsync() => _bed.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _bed.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Damaged_records_are_named_and_the_rest_is_written()
    {
        var shop = await _bed.CreateRealmAsync("shop");
        await _bed.CreateRealmAsync("sound");
        await _bed.CreateRealmAsync("broken");
        await _bed.InsertUsersAsync(shop.Id, 3);
        var client = shop.FindClient("account")!.Id;
        await _bed.ExecuteAsync($$"""
            UPDATE user_account SET doc = doc || '{"credentials":5}' WHERE id = 'user-2';
            UPDATE client SET doc = doc || '{"redirectUris":5}' WHERE realm_id = '{{shop.Id}}' AND id = '{{client}}';
            UPDATE realm SET doc = doc || '{"keys":5}' WHERE name = 'broken'
            """);

        var all = (await Export.RunAsync(null, null, _folder, UserExport.DifferentFiles, CancellationToken.None))!;
        var withoutUsers = (await Export.RunAsync("shop", Path.Combine(_folder, "one.json"), null, UserExport.Skip, CancellationToken.None))!;
        var sound = (await Export.RunAsync("sound", Path.Combine(_folder, "sound.json"), null, UserExport.SameFile, CancellationToken.None))!;

        Assert.Equal(["client " + client + " of realm shop", "realm broken", "user_account user-2 of realm shop"], all.LeftOut.Order(StringComparer.Ordinal));
        Assert.Contains(Path.Combine(_folder, "shop-realm.json"), all.Files);
        Assert.Contains(Path.Combine(_folder, "sound-realm.json"), all.Files);
        Assert.Contains("user-3", await File.ReadAllTextAsync(Path.Combine(_folder, "shop-users-0.json")), StringComparison.Ordinal);
        Assert.Equal(["client " + client + " of realm shop"], withoutUsers.LeftOut);
        Assert.Empty(sound.LeftOut);
    }

    private RealmFileExport Export =>
        new(_bed.First.Services.GetRequiredService<RealmExport>(), _bed.First.Services.GetRequiredService<IRealmSource>());
}
