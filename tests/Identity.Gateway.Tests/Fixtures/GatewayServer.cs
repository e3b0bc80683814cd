using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin;
using Identity.Gateway.Outgoing;
using Identity.Gateway.Tests.Keycloak;
using Identity.Gateway.Tokens;
using Identity.Grains;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using Identity.Grains.Roles;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Identity.Gateway.Tests.Fixtures;

/// <summary>The gateway over HTTP on a free port, its grains on a real PostgreSQL, with the realms of <see cref="RecRealm"/> and <see cref="RecordedRealm"/>.</summary>
public sealed class GatewayServer : IAsyncLifetime
{
    private readonly PostgresServer _postgres = new();
    private readonly SemaphoreSlim _master = new(1, 1);
    private TestDatabase? _database;
    private WebApplication? _app;

    /// <summary>What stands between the server and its database; null when nothing does.</summary>
    internal FaultyWire? Wire { get; init; }

    /// <summary>Scheme, host and port.</summary>
    public string BaseUrl { get; private set; } = string.Empty;

    /// <summary>Follows no redirect.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>Everything that is mapped below a realm of the admin API.</summary>
    internal IReadOnlyList<AdminRoute> AdminRoutes =>
        [.. ((IEndpointRouteBuilder)_app!).DataSources.SelectMany(source => source.Endpoints).Select(endpoint => endpoint.Metadata.GetMetadata<AdminRoute>())
            .OfType<AdminRoute>().Where(route => route.Pattern.StartsWith("/admin/realms/{realm}", StringComparison.Ordinal))];

    /// <summary>The database.</summary>
    internal string ConnectionString => _database!.ConnectionString;

    internal IGrainFactory Grains => _app!.Services.GetRequiredService<IGrainFactory>();

    public async ValueTask InitializeAsync()
    {
        _database = await _postgres.CreateDatabaseAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddPostgresStorage(Wire is null ? _database.ConnectionString : $"{Wire.Start(_database.ConnectionString)};Command Timeout=2");
        builder.Services.AddSingleton(new Sealer([new byte[32]]));
        builder.Services.AddIdentityGrains();
        builder.Services.AddIdentityGateway();
        builder.Services.Configure<OutgoingOptions>(outgoing => outgoing.AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")]);
        builder.AddTestGrains();
        _app = builder.Build();
        _app.UseSecurityHeaders();
        _app.MapIdentityGateway();
        await _app.StartAsync();
        BaseUrl = _app.Urls.First();
        foreach (var file in (IEnumerable<JsonObject>)[RecRealm.File(RecRealm.Name), RecRealm.File(RecRealm.Rotating), .. RecordedRealm.Files])
        {
            await _app.Services.GetRequiredService<RealmImport>().ImportAsync(file, ImportStrategy.IgnoreExisting, CancellationToken.None);
        }
    }

    /// <summary>What realm files and the admin API would do.</summary>
    internal async Task<RealmSnapshot> RealmAsync(string realm) =>
        await _app!.Services.GetRequiredService<RealmSnapshots>().FindAsync(realm, CancellationToken.None) ?? throw new InvalidOperationException($"No realm {realm}.");

    /// <summary>The realm as it is in the database now.</summary>
    internal async Task<RealmSnapshot> FreshRealmAsync(string realm) =>
        await _app!.Services.GetRequiredService<RealmSnapshots>().FreshAsync(realm, CancellationToken.None) ?? throw new InvalidOperationException($"No realm {realm}.");

    /// <summary>Makes the master realm with the administrator admin, password admin.</summary>
    internal async Task EnsureMasterAsync()
    {
        // Tests that begin at once share the realm.
        await _master.WaitAsync();
        try
        {
            await _app!.Services.GetRequiredService<MasterRealm>().EnsureAsync("admin", "admin", CancellationToken.None);
        }
        finally
        {
            _master.Release();
        }
    }

    /// <summary>Makes a realm with what every realm has.</summary>
    internal Task CreateRealmAsync(string realm) => _app!.Services.GetRequiredService<RealmCreation>().CreateAsync(realm, CancellationToken.None);

    /// <summary>Changes a user as an administrator would.</summary>
    internal async Task UpdateUserAsync(string realm, string username, Func<UserState, UserState> change)
    {
        var snapshot = await RealmAsync(realm);
        var id = await _app!.Services.GetRequiredService<IUserDirectory>().FindByUsernameAsync(snapshot.Id, username, CancellationToken.None);
        var user = Grains.GetGrain<IUserGrain>(new EntityKey(snapshot.Id, id!).ToString());
        await user.UpdateAsync(change((await user.GetAsync(CancellationToken.None))!));
    }

    /// <summary>A user as stored.</summary>
    internal async Task<UserState> UserAsync(string realm, string username)
    {
        var snapshot = await RealmAsync(realm);
        var id = await _app!.Services.GetRequiredService<IUserDirectory>().FindByUsernameAsync(snapshot.Id, username, CancellationToken.None);
        return (await Grains.GetGrain<IUserGrain>(new EntityKey(snapshot.Id, id!).ToString()).GetAsync(CancellationToken.None))!;
    }

    /// <summary>Changes a realm's settings as an administrator would.</summary>
    internal async Task UpdateRealmAsync(string realm, Func<RealmState, RealmState> change)
    {
        var id = (await RealmAsync(realm)).Id;
        var grain = Grains.GetGrain<IRealmGrain>(EntityKey.ForRealm(id).ToString());
        await grain.UpdateAsync(change((await grain.GetAsync(CancellationToken.None))!));
    }

    internal async Task UpdateRoleAsync(string realm, string id, Func<RoleState, RoleState> change)
    {
        var grain = Grains.GetGrain<IRoleGrain>(new EntityKey((await RealmAsync(realm)).Id, id).ToString());
        await grain.UpdateAsync(change((await grain.GetAsync(CancellationToken.None))!));
        await FreshRealmAsync(realm);
    }

    /// <summary>The status of a password grant by admin-cli.</summary>
    internal async Task<int> PasswordGrantAsync(string realm, string username, string password)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "password"), new("client_id", "admin-cli"), new("username", username), new("password", password),
        ]);
        return (await Answer.OfAsync(await Http.PostAsync($"{BaseUrl}/realms/{realm}/protocol/openid-connect/token", form))).Status;
    }

    /// <summary>A text that tells every row of the realm from any other state of it.</summary>
    internal async Task<string> StoredAsync(string realm)
    {
        string[] tables = ["realm", "client", "client_scope", "role", "user_group", "user_account", "user_session"];
        var id = (await FreshRealmAsync(realm)).Id;
        var database = _app!.Services.GetRequiredService<NpgsqlDataSource>();
        var stored = new StringBuilder();
        foreach (var table in tables)
        {
            await using var command = database.CreateCommand($"SELECT coalesce(string_agg(id || ' ' || version || ' ' || md5(doc::text), E'\n' ORDER BY id), '') FROM {table} WHERE realm_id = $1");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
            stored.AppendLine(CultureInfo.InvariantCulture, $"{table}\n{await command.ExecuteScalarAsync()}");
        }

        return stored.ToString();
    }

    /// <summary>Carries out a statement on the database.</summary>
    internal async Task ExecuteAsync(string sql)
    {
        await using var command = _app!.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Kills the database. Only for a server that no other test shares.</summary>
    internal Task KillDatabaseAsync() => _postgres.KillAsync();

    /// <summary>Brings it back, as disposing needs.</summary>
    internal Task RestartDatabaseAsync() => _postgres.RestartAsync();

    /// <summary>Logs alice in as the login page does: a session and a code for the client.</summary>
    internal async Task<(string Code, ISessionGrain Session)> LogInAsync(string realm, CodeRequest request, string clientId = "app")
    {
        var snapshot = await RealmAsync(realm);
        var userId = await _app!.Services.GetRequiredService<IUserDirectory>().FindByUsernameAsync(snapshot.Id, "alice", CancellationToken.None);
        var client = snapshot.FindClient(clientId)!;
        var sid = SessionKey.NewId();
        var session = Grains.GetGrain<ISessionGrain>(SessionKey.Of(snapshot.Id, sid, offline: false));
        var started = await session.StartAsync(new SessionStart
        {
            UserId = userId!,
            Username = "alice",
            AuthTime = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            Client = new ClientAuthorization { ClientId = client.Id, Code = request },
        });
        return (new AuthorizationCode(started!.CodeSecret!, sid, client.Id).Format(), session);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _master.Dispose();
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
}
