using System.Net;
using Identity.Gateway;
using Identity.Gateway.Realms;
using Identity.Grains;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using Identity.Grains.Sessions;
using Identity.Grains.Users;
using Identity.Silo.Storage;
using Identity.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Benchmarks.Installation;

/// <summary>Everything that a pod has, in this process and on a real PostgreSQL: gateway, grains, storage.</summary>
internal sealed class Pod : IAsyncDisposable
{
    /// <summary>The environment variable with the connection string.</summary>
    public const string Database = "IDENTITY_BENCHMARKS_DATABASE";

    /// <summary>An endpoint that answers 200 and nothing else.</summary>
    public const string EmptyPath = "/empty";

    private readonly WebApplication _app;

    private Pod(WebApplication app) => _app = app;

    /// <summary>Scheme, host and port.</summary>
    public string BaseUrl => _app.Urls.First();

    public IGrainFactory Grains => Service<IGrainFactory>();

    /// <summary>A pod on the database that the first process has prepared.</summary>
    public static Task<Pod> StartAsync() =>
        StartAsync(Environment.GetEnvironmentVariable(Database) ?? throw new InvalidOperationException($"{Database} is not set."));

    public static async Task<Pod> StartAsync(string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddPostgresStorage(connectionString);
        builder.Services.AddSingleton(new Sealer([new byte[32]]));
        builder.Services.AddIdentityGrains();
        builder.Services.AddIdentityGateway();
        builder.AddTestGrains();
        var app = builder.Build();
        app.MapIdentityGateway();
        app.MapGet(EmptyPath, (RequestDelegate)(_ => Task.CompletedTask));
        await app.StartAsync();
        return new Pod(app);
    }

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<RealmContext> RealmAsync(string name)
    {
        var realm = await Service<RealmSnapshots>().FindAsync(name, CancellationToken.None)
            ?? throw new InvalidOperationException($"There is no realm {name}.");
        return new RealmContext(realm, BaseUrl) { AdminUrl = BaseUrl };
    }

    public async Task<UserState> UserAsync(RealmSnapshot realm)
    {
        var id = await Service<IUserDirectory>().FindByUsernameAsync(realm.Id, TestRealm.User, CancellationToken.None);
        return (await Service<UserReader>().FindAsync(realm.Id, id, CancellationToken.None))!;
    }

    /// <summary>Logs the user in to the app, as the login page does once the password is right.</summary>
    public async Task<Authorized> LogInAsync(RealmSnapshot realm, UserState user, CodeRequest? code = null) =>
        (await Grains.GetGrain<ISessionGrain>(SessionKey.Of(realm.Id, SessionKey.NewId(), offline: false)).StartAsync(new SessionStart
        {
            UserId = user.Id,
            Username = user.Username,
            AuthTime = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            Client = new ClientAuthorization { ClientId = realm.FindClient(Realm.App)!.Id, Code = code },
        }))!;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
