using System.Net;
using System.Net.Sockets;
using Identity.Grains.Background;
using Identity.Silo.Cluster;
using Identity.Silo.Configuration;
using Identity.Silo.Discovery;
using Identity.Silo.Lifetime;
using Identity.Silo.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace Identity.Silo.Composition;

/// <summary>The grains run on the cluster's silos, by Orleans. Built when GrainRuntime is Orleans.</summary>
internal static class GrainHost
{
    /// <summary>The name that this runtime goes by on /cluster.</summary>
    public const string Runtime = "Orleans";

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

            silo.AddVersionedGrains();
        });
    }

    /// <summary>How grains are placed, checked, kept and called, whatever the membership is kept in.</summary>
    public static void AddVersionedGrains(this ISiloBuilder silo)
    {
        // The pod that was asked becomes the home: with no home yet, going elsewhere would only cost a hop.
        silo.Services.AddSingleton<PlacementStrategy, PreferLocalPlacement>();
        silo.Services.AddSingleton<IPersistentStateFactory, VersionedStateFactory>();
        silo.AddIncomingGrainCallFilter<VersionCheck>();
        silo.AddOutgoingGrainCallFilter<RepeatedCalls>();
        silo.Configure<GrainCollectionOptions>(collection =>
        {
            collection.CollectionAge = TimeSpan.FromMinutes(2);
            collection.CollectionQuantum = TimeSpan.FromMinutes(1);
        });
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
        silo.Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = clusterId);
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A peer that answers nothing is declared dead after three missed probes, by two votes, and no sooner than three times the
            // longest probe after its last message: about five seconds. One whose process is gone is declared dead at once (SiloFunerals).
            membership.ProbeTimeout = membership.MinProbeTimeout = TimeSpan.FromSeconds(1);
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(1.5);
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
        silo.UseMembershipTable(options.Discovery.ClusterId);

        // A development server is alone, and there may be several on one machine.
        var siloPort = options.Mode == ServerMode.Development && !options.Discovery.On ? FreePort() : options.Discovery.SiloPort;
        silo.Configure<SiloOptions>(names => names.SiloName = options.Discovery.Instance);
        silo.ConfigureEndpoints(options.Discovery.Address, siloPort, gatewayPort: 0, listenOnAnyHostAddress: !IPAddress.IsLoopback(options.Discovery.Address));
        silo.UsePeerTls(options.Discovery);
        var services = silo.Services;
        services.AddSingleton<LeftoverMembers>();
        services.AddSingleton<SiloStep>();
        services.AddSingleton<IStartupStep>(provider => provider.GetRequiredService<SiloStep>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloStep>());
        services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler, SiloDeath>());
        services.AddSingleton<SiloMembership>();
        services.Replace(ServiceDescriptor.Singleton<ISiloIdentity>(provider => provider.GetRequiredService<SiloMembership>()));
        services.Replace(ServiceDescriptor.Singleton<IMembershipView>(provider => provider.GetRequiredService<SiloMembership>()));
        services.AddSingleton<SiloFunerals>();
        services.AddHostedService(provider => provider.GetRequiredService<SiloFunerals>());
        services.AddBackgroundWork<SiloFunerals>();
        services.StartSiloInBackground();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
