using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Identity.Grains;
using Identity.Grains.Passwords;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Embedded;

namespace Identity.Gateway.Tests.Hosting;

/// <summary>The gateway over real grains and a real PostgreSQL, with the realm acme (as exported from Keycloak), a copy of it named other, and a
/// clock that tests advance.</summary>
public sealed class GatewayHost : IAsyncLifetime
{
    /// <summary>The second realm: same users and clients, other keys and ids.</summary>
    public const string OtherRealm = "other";

    private readonly PostgresServer _postgres = new();
    private TestDatabase? _database;
    private WebApplication? _app;

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public IServiceProvider Services => _app!.Services;

    public string BaseUrl => _app!.Urls.First();

    public async ValueTask InitializeAsync()
    {
        _database = await _postgres.CreateDatabaseAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new Sealer([RandomNumberGenerator.GetBytes(32)]))
            .AddPostgresStorage(_database.ConnectionString)
            .AddIdentityGrains()
            .AddIdentityGateway();
        builder.Services.Configure<PasswordsOptions>(options => options.RefusalTime = TimeSpan.Zero);
        builder.UseOrleans(silo => silo.AddGrains(typeof(GrainsRegistration).Assembly));
        _app = builder.Build();
        _app.MapIdentityGateway();
        await _app.StartAsync();
        await ImportAsync(TestRealm.Name);
        await ImportAsync(OtherRealm);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        await _postgres.DisposeAsync();
    }

    private async Task ImportAsync(string name)
    {
        var text = await File.ReadAllTextAsync(TestRealm.File);
        var file = JsonNode.Parse(text)!.AsObject();
        if (name != TestRealm.Name)
        {
            file.Remove("components");
            file["realm"] = name;
            file["id"] = Guid.NewGuid().ToString();
        }

        Prepare(file);
        await Services.GetRequiredService<RealmImport>().ImportAsync(file, ImportStrategy.OverwriteExisting, CancellationToken.None);
        await Services.GetRequiredService<RealmSnapshots>().ReloadAsync(name, CancellationToken.None);
    }

    // What the export lacks and the tests need.
    private static void Prepare(JsonObject realm)
    {
        realm["displayName"] = "Acme & <Sons>";
        realm["rememberMe"] = true;
        var clients = realm["clients"]!.AsArray();
        var shop = clients.First(client => (string?)client!["clientId"] == "shop")!;
        clients.Add(Copy(shop, "asks-consent", client => client["consentRequired"] = true));
        clients.Add(Copy(shop, "no-standard-flow", client => client["standardFlowEnabled"] = false));
        clients.Add(Copy(shop, "bearer", client => client["bearerOnly"] = true));
        clients.Add(Copy(shop, "disabled", client => client["enabled"] = false));
    }

    private static JsonObject Copy(JsonNode client, string clientId, Action<JsonObject> change)
    {
        var copy = client.DeepClone().AsObject();
        copy["clientId"] = clientId;
        copy["id"] = Guid.NewGuid().ToString();
        copy.Remove("protocolMappers");
        change(copy);
        return copy;
    }
}
