using Identity.Gateway;
using Identity.Gateway.Outgoing;
using Identity.Grains.Background;
using Identity.Grains.Passwords;
using Identity.Grains.Sealing;
using Identity.Silo.Clock;
using Identity.Silo.Configuration;
using Identity.Silo.Dashboard;
using Identity.Silo.Discovery;
using Identity.Silo.Health;
using Identity.Silo.Lifetime;
using Identity.Silo.Listening;
using Identity.Silo.Logs;
using Identity.Silo.Metrics;
using Identity.Silo.Tls;

namespace Identity.Silo.Composition;

/// <summary>Puts one server together.</summary>
internal static class ServerBuilder
{
    /// <summary>A server that is ready to be started on the database and with the keys given.</summary>
    public static WebApplication Build(ServerOptions options, string connectionString, IReadOnlyList<byte[]> sealKeys) =>
        Build(Register(options, connectionString, sealKeys), options);

    /// <summary>Everything that a server is made of.</summary>
    public static WebApplicationBuilder Register(ServerOptions options, string connectionString, IReadOnlyList<byte[]> sealKeys)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "identity-server" });
        var services = builder.Services;
        services.AddCore(options, sealKeys);
        services.AddRoutingCore();
        services.AddSingleton<IHostLifetime, NoConsoleLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        services.Configure<GatewayOptions>(gateway => (gateway.Hostname, gateway.AdminHostname, gateway.FixedHost) =
            (options.Hostname.Url, options.Hostname.Admin, options.Hostname.Host));

        services.AddCertificate(options.Listen);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().UseSockets(KestrelSetup.ConfigureSockets);
        builder.WebHost.ConfigureKestrel(kestrel => KestrelSetup.Configure(kestrel, options, kestrel.ApplicationServices.GetService<ServerCertificate>()));

        if (options.Management.Metrics)
        {
            services.AddMetricsExport();
        }

        services.AddDiscovery(options.Discovery);
        builder.AddIdentity(options, connectionString);
        services.AddIdentityServer();
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<Announcement>();
        services.AddBackgroundWork<Startup>();
        return builder;
    }

    /// <summary>The server that was registered.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, ServerOptions options)
    {
        var app = builder.Build();
        app.UseServer(options);
        return app;
    }

    /// <summary>What servers and offline commands have in common.</summary>
    public static void AddCore(this IServiceCollection services, ServerOptions options, IReadOnlyList<byte[]> sealKeys)
    {
        services.AddLogging(logging => logging.AddConsoleLog(options.Log));
        services.AddMetrics();
        services.AddSingleton(new DatabaseClock(TimeProvider.System));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseClock>());
        services.AddSingleton(options);
        services.AddSingleton(new Sealer(sealKeys));
        services.AddSingleton<ServerState>();
        var authorities = TrustedAuthorities.Load(options.TruststorePaths);
        services.Configure<PasswordsOptions>(passwords => passwords.FailuresPerNetwork = options.LoginFailuresPerNetwork);
        services.Configure<OutgoingOptions>(outgoing =>
            (outgoing.AllowedNetworks, outgoing.AllowedHosts, outgoing.FurtherAuthorities) = (options.Outgoing.Networks, options.Outgoing.Hosts, authorities));
    }

    private static void UseServer(this WebApplication app, ServerOptions options)
    {
        var state = app.Services.GetRequiredService<ServerState>();
        app.UseSecurityHeaders();
        app.UseManagementPort(
            options.Management,
            app.Services.GetRequiredService<HealthEndpoints>(),
            app.Services.GetRequiredService<ClusterPage>(),
            app.Services.GetService<DashboardGate>());
        app.UseStartGate(state);
        app.UseRequestAddress(options);
        app.UseBodyLimit();
        app.UseRouting();
        app.MapIdentityGateway();
    }

    private static void AddCertificate(this IServiceCollection services, EndpointOptions listen)
    {
        if (listen.Https)
        {
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ServerCertificate>(provider, listen.CertificateFile!, listen.CertificateKeyFile!));
            services.AddBackgroundWork<ServerCertificate>();
        }
    }
}
