using System.Net;
using System.Net.Sockets;
using Identity.Grains.Background;
using Identity.Silo.Cluster;
using Identity.Silo.Configuration;
using Identity.Silo.Dashboard;
using Identity.Silo.Discovery;
using Identity.Silo.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace Identity.Silo.Composition;

/// <summary>The grains run on the cluster's silos, by Orleans.</summary>
internal static class GrainHost
{
    // Of all clusters of all installations, for good: what Orleans keeps under it must be found again.
    private const string ServiceId = "identity";

    /// <summary>A server is a silo of its cluster; an offline command is a silo on its own, whose writes compare-and-swap as all do.</summary>
    public static void AddGrainHost(this IHostApplicationBuilder builder, ServerOptions options)
    {
        builder.UseOrleans(silo =>
        {
            if (options.Mode == ServerMode.Offline)
            {
                silo.UseLocalhostClustering(FreePort(), gatewayPort: 0);
            }
            else
            {
                silo.JoinCluster(options);
            }

            silo.AddGrains();
        });
    }

    /// <summary>How grains are placed, kept and called, whatever the membership is kept in.</summary>
    public static void AddGrains(this ISiloBuilder silo)
    {
        // The pod that was asked becomes the home: with no home yet, going elsewhere would only cost a hop.
        silo.Services.AddSingleton<PlacementStrategy, PreferLocalPlacement>();
        silo.Configure<ClusterOptions>(cluster => cluster.ServiceId = ServiceId);
        silo.AddOutgoingGrainCallFilter<RepeatedCalls>();
        OrleansGrants.Register(silo);

        // Orleans stamps its rows by the system's clock, and must judge them by the same. The rules of grains go by the one that is injected.
        silo.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        silo.Configure<GrainCollectionOptions>(collection =>
        {
            // A grain is there for its turn; what it knows of its record is held beside it.
            collection.CollectionAge = TimeSpan.FromSeconds(30);
            collection.CollectionQuantum = TimeSpan.FromSeconds(10);
        });

        // Where grains are that others write here. Orleans makes room for a million at once, 10 MB, most of which would never be used.
        silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = 20_000);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = messaging.SystemResponseTimeout = TimeSpan.FromSeconds(10));
    }

    /// <summary>Membership by Orleans's protocol over the table in PostgreSQL.</summary>
    public static void UseMembershipTable(this ISiloBuilder silo, string clusterId)
    {
        silo.UseAdoNetClustering(clustering => clustering.Configure<PostgresDatabase>((options, database) =>
        {
            options.Invariant = "Npgsql";
            options.DataSource = database.Pool;
        }));
        silo.Configure<ClusterOptions>(cluster => cluster.ClusterId = clusterId);
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A peer that answers nothing is declared dead after three missed probes, by two votes, and no sooner than three times the
            // longest probe after its last message: about five seconds. One whose process is gone is declared dead at once (SiloFunerals).
            membership.ProbeTimeout = membership.MinProbeTimeout = TimeSpan.FromSeconds(1);

            // A silo that is short of processor time waits longer before it accuses others.
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(5);
            membership.NumMissedProbesLimit = 3;
            membership.NumVotesForDeathDeclaration = 2;

            // How late a silo hears of a change whose gossip was lost.
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            membership.MaxJoinAttemptTime = TimeSpan.FromMinutes(1);
            membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
            membership.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
        });
    }

    private static void JoinCluster(this ISiloBuilder silo, ServerOptions options)
    {
        var services = silo.Services;
        if (options.Mode == ServerMode.Development && !options.Discovery.On)
        {
            // Alone, though there may be several on one machine: who its members are is nobody else's concern and is gone with it.
            silo.UseLocalhostClustering(FreePort(), gatewayPort: 0);
        }
        else
        {
            silo.UseMembershipTable(options.Discovery.ClusterId);
            silo.ConfigureEndpoints(
                options.Discovery.Address, options.Discovery.SiloPort, gatewayPort: 0, listenOnAnyHostAddress: !IPAddress.IsLoopback(options.Discovery.Address));
            silo.UsePeerTls(options.Discovery);
            services.AddSingleton<LeftoverMembers>();
        }

        silo.Configure<SiloOptions>(names => names.SiloName = options.Discovery.Instance);
        services.AddSingleton<SiloStep>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloStep>());
        services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler, SiloDeath>());
        services.AddSingleton<SiloMembership>();
        services.AddSingleton<ISiloIdentity>(provider => provider.GetRequiredService<SiloMembership>());
        services.AddSingleton<IMembershipView>(provider => provider.GetRequiredService<SiloMembership>());
        services.AddSingleton<SiloFunerals>();
        services.AddHostedService(provider => provider.GetRequiredService<SiloFunerals>());
        services.AddBackgroundWork<SiloFunerals>();
        services.StartSiloInBackground();
        if (options.Management.Dashboard)
        {
            silo.AddGuardedDashboard();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
