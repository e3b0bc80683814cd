using System.Collections.Concurrent;
using System.Text.Json;
using Identity.Silo.Discovery;
using Identity.Silo.Health;
using Identity.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Identity.Silo.Tests.Discovery;

/// <summary>The discovery of one pod, on a loopback address of its own.</summary>
internal sealed class DiscoveredPod : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ConcurrentQueue<PeerState> _suspected = new();
    private bool _ended;

    private DiscoveredPod(PodPlan plan)
    {
        Plan = plan;
        var options = new DiscoveryOptions(
            plan.ClusterId, plan.Instance ?? plan.Address.ToString(), plan.Address, plan.Port, PodPlan.SiloPort, plan.Names is null ? [] : ["pods.test"], plan.Peers, plan.Tls);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddMetrics();
        services.AddSingleton(plan.Time);
        services.AddSingleton<ServerState>();
        services.AddSingleton<ISiloIdentity>(new Identified(plan.Silo));
        services.AddSingleton<IMembershipView, NoMembership>();
        services.AddSingleton<IMembershipView>(new Membership(plan.Members));
        services.AddDiscovery(options);
        services.Replace(ServiceDescriptor.Singleton(provider =>
            new NameWatch(options, plan.Time, provider.GetRequiredService<ILogger<NameWatch>>(), plan.Names is { } names ? names.ResolveAsync : null)));
        _services = services.BuildServiceProvider();
    }

    public PodPlan Plan { get; }

    public LineLog Log { get; } = new();

    public Peers Peers => _services.GetRequiredService<Peers>();

    public NameWatch Names => _services.GetRequiredService<NameWatch>();

    public DeathEvidence Evidence => _services.GetRequiredService<DeathEvidence>();

    public ClusterReport Report => _services.GetRequiredService<ClusterReport>();

    public ServerState State => _services.GetRequiredService<ServerState>();

    public IServiceProvider Services => _services;

    /// <summary>For whom proof of death was to be looked for.</summary>
    public IReadOnlyList<PeerState> Suspected => [.. _suspected];

    public static async Task<DiscoveredPod> StartAsync(PodPlan plan)
    {
        var pod = new DiscoveredPod(plan);
        pod.Peers.Suspected += pod._suspected.Enqueue;
        foreach (var service in pod._services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return pod;
    }

    /// <summary>Pods that find each other by one name; the plans say the rest.</summary>
    public static async Task<DiscoveredPod[]> StartAllAsync(params PodPlan[] plans)
    {
        var names = new TestNames([.. plans.Select(plan => plan.Address)]);
        var pods = new List<DiscoveredPod>();
        foreach (var plan in plans)
        {
            pods.Add(await StartAsync(plan with { Names = plan.Names ?? names }));
        }

        return [.. pods];
    }

    /// <summary>What is known of the peer; null: nothing.</summary>
    public PeerState? Of(PodPlan peer) => Peers.All.SingleOrDefault(state => state.Endpoint.Equals(peer.Endpoint));

    public LinkStatus? LinkTo(PodPlan peer) => Of(peer)?.Status;

    public Task LinkedAsync(PodPlan peer) => BecomesAsync(peer, LinkStatus.Up);

    public async Task BecomesAsync(PodPlan peer, LinkStatus status)
    {
        try
        {
            await Eventually.TrueAsync(() => LinkTo(peer) == status, $"the link to {peer.Endpoint} is {status}");
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}; it is {Of(peer)}\n{string.Join('\n', Log.Lines)}");
        }
    }

    /// <summary>/cluster.</summary>
    public async Task<JsonElement> PageAsync()
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        await _services.GetRequiredService<ClusterPage>().WriteAsync(http);
        await http.Response.BodyWriter.FlushAsync();
        using var document = JsonDocument.Parse(body.ToArray());
        return document.RootElement.Clone();
    }

    /// <summary>As the end of its process: the port and all links close.</summary>
    public async Task EndAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private sealed record Identified(SiloEndpoint? Silo) : ISiloIdentity;

    private sealed class NoMembership : IMembershipView
    {
        public IReadOnlyList<Member>? Read() => null;
    }

    private sealed record Membership(IReadOnlyList<Member>? Members) : IMembershipView
    {
        public IReadOnlyList<Member>? Read() => Members;
    }
}
