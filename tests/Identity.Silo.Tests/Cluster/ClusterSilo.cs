using System.Net;
using Identity.Grains;
using Identity.Grains.Sealing;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Silo.Composition;
using Identity.Silo.Storage;
using Identity.Testing;
using Identity.Testing.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Identity.Silo.Tests.Cluster;

/// <summary>One silo in this process, a member of the cluster of a database as a pod is.</summary>
internal sealed class ClusterSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private ClusterSilo(IHost host) => _host = host;

    public IClusterMembershipService Membership => _host.Services.GetRequiredService<IClusterMembershipService>();

    public SiloAddress Address => _host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    /// <summary>What the others have told it: that it is dead.</summary>
    public SurvivedDeath Death => (SurvivedDeath)_host.Services.GetRequiredService<IFatalErrorHandler>();

    public static async Task<ClusterSilo> StartAsync(TestDatabase database, Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "identity-tests" });
        builder.Services.AddLogging();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new Sealer([new byte[32]]));
        builder.Services.AddIdentityGrains();
        builder.Services.AddPostgresStorage(database.ConnectionString);
        builder.UseOrleans(silo =>
        {
            silo.UseMembershipTable("identity");
            silo.ConfigureEndpoints(IPAddress.Loopback, FreePort.Next(), gatewayPort: 0);
            silo.AddGrains();
            configure?.Invoke(silo);
            silo.Services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler, SurvivedDeath>());
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return new ClusterSilo(host);
        }
        catch
        {
            await host.StopAsync();
            host.Dispose();
            throw;
        }
    }

    public ISessionGrain Session(string realm, string id) =>
        _host.Services.GetRequiredService<IGrainFactory>().GetGrain<ISessionGrain>(new EntityKey(realm, id).ToString());

    public T Service<T>()
        where T : notnull =>
        _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
