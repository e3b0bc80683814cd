using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Identity.Gateway.Console;
using Identity.Gateway.Outgoing;
using Identity.Grains;
using Identity.Grains.Passwords;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Tests.Hosting;

/// <summary>The gateway over real grains and a real PostgreSQL, with the realm acme (as exported from Keycloak), a copy of it named other, and a
/// clock that tests advance.</summary>
public sealed class GatewayHost : IAsyncLifetime
{
    /// <summary>The second realm: same users and clients, other keys and ids.</summary>
    public const string OtherRealm = "other";

    private readonly PostgresServer _postgres = new();
    private TestDatabase? _database;
    private readonly TestConsole _console = new();
    private WebApplication? _app;

    public TestClock Time { get; } = new(TimeProvider.System.GetUtcNow());

    public IServiceProvider Services => _app!.Services;

    public string BaseUrl => _app!.Urls.First(url => url.StartsWith("http:", StringComparison.Ordinal));

    /// <summary>The same server by https, with a certificate that nobody signed.</summary>
    public string HttpsUrl => _app!.Urls.First(url => url.StartsWith("https:", StringComparison.Ordinal));

    /// <summary>Everything that was logged, at the most verbose level.</summary>
    internal CapturedLog Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _database = await _postgres.CreateDatabaseAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(SelfSigned()));
        });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.Services
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new Sealer([RandomNumberGenerator.GetBytes(32)]))
            .AddPostgresStorage(_database.ConnectionString)
            .AddIdentityGrains()
            .AddIdentityGateway()
            .AddSingleton(new ConsoleFolder(_console.Path));
        builder.Services.Configure<OutgoingOptions>(outgoing => outgoing.AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")]);
        builder.Services.Configure<PasswordsOptions>(options => options.RefusalTime = TimeSpan.Zero);
        builder.AddTestGrains();
        _app = builder.Build();
        _app.UseSecurityHeaders();
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
        _console.Dispose();
    }

    /// <summary>A realm as a file would bring it.</summary>
    internal async Task ImportAsync(JsonObject file)
    {
        await Services.GetRequiredService<RealmImport>().ImportAsync(file, ImportStrategy.OverwriteExisting, CancellationToken.None);
        await Services.GetRequiredService<RealmSnapshots>().ReloadAsync((string)file["realm"]!, CancellationToken.None);
    }

    /// <summary>Changes a user as an administrator would.</summary>
    internal async Task UpdateUserAsync(string realmName, string username, Func<UserState, UserState> change)
    {
        var realm = await Services.GetRequiredService<RealmSnapshots>().FindAsync(realmName, CancellationToken.None);
        var id = await Services.GetRequiredService<IUserDirectory>().FindByUsernameAsync(realm!.Id, username, CancellationToken.None);
        var user = Services.GetRequiredService<IGrainFactory>().GetGrain<IUserGrain>(new EntityKey(realm.Id, id!).ToString());
        await user.UpdateAsync(change((await user.GetAsync(CancellationToken.None))!));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
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
        await ImportAsync(file);
    }

    // What the export lacks and the tests need.
    private static void Prepare(JsonObject realm)
    {
        realm["displayName"] = "Acme & <Sons>";
        realm["rememberMe"] = true;
        var clients = realm["clients"]!.AsArray();
        var shop = clients.First(client => (string?)client!["clientId"] == "shop")!;
        clients.Add(Copy(shop, "asks-consent", client => client["consentRequired"] = true));
        clients.Add(Copy(shop, "remembers-consent", client => client["consentRequired"] = true));
        clients.Add(Copy(shop, "no-standard-flow", client => client["standardFlowEnabled"] = false));
        clients.Add(Copy(shop, "wild", client => client["redirectUris"] = new JsonArray("https://a.example/*")));
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
