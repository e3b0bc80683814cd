using System.Collections.Concurrent;
using System.Net;
using Identity.Silo.Tls;

namespace Identity.Silo.Discovery;

/// <summary>Keeps a link to every pod that DNS, the static list, or the pod itself has named.</summary>
internal sealed partial class Peers(
    DiscoveryOptions options, NameWatch names, LocalPeer local, ClusterMetrics metrics, TimeProvider time, ILogger<Peers> logger, PeerTls? tls = null)
    : BackgroundService
{
    private const int MaxPeers = 256;
    private static readonly TimeSpan s_forgetAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_forgetPeriod = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<IPEndPoint, Entry> _links = new();
    private readonly ConcurrentDictionary<IPEndPoint, bool> _met = new();
    private readonly LinkListener _listener = new(options, local, tls, time, logger);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>A peer's process seems gone: proof is to be looked for. Raised again while it stays so.</summary>
    public event Action<PeerState>? Suspected;

    /// <summary>This pod.</summary>
    public Hello Local => local.Hello;

    /// <summary>The peers, this pod left out.</summary>
    public IReadOnlyList<PeerState> All =>
        [.. _links.Values.Select(entry => entry.Link.State).Where(state => state.Status != LinkStatus.Self).OrderBy(state => state.Endpoint.ToString(), StringComparer.Ordinal)];

    /// <summary>Does this pod find a silo gone, when a peer asks?</summary>
    public Func<SiloEndpoint, CancellationToken, Task<bool>> FindsGoneAsync
    {
        set => _listener.FindsGoneAsync = value;
    }

    /// <summary>DNS or the static list names the address now.</summary>
    public bool IsListed(IPEndPoint endpoint) =>
        options.Peers.Contains(endpoint) || (endpoint.Port == options.Port && names.Addresses.Contains(endpoint.Address));

    /// <summary>Does a second pod find the silo gone? Asks all that are linked, at once.</summary>
    public async Task<string?> FindConfirmationAsync(SiloEndpoint silo, CancellationToken cancellationToken)
    {
        var asked = _links.Values.Where(entry => entry.Link.State.Status == LinkStatus.Up && entry.Link.State.Hello?.Silo != silo)
            .Select(async entry => await entry.Link.AskAsync(silo, cancellationToken) ? entry.Link.State.Hello?.Instance : null)
            .ToList();
        while (asked.Count > 0)
        {
            var first = await Task.WhenAny(asked);
            if (await first is { } instance)
            {
                return instance;
            }

            asked.Remove(first);
        }

        return null;
    }

    /// <summary>Tells the peers that this pod is stopping.</summary>
    public Task LeaveAsync() => _listener.LeaveAsync();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.On)
        {
            _listener.Start();
            _listener.Greeted += Meet;
            names.Changed += Reconcile;
        }

        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _stopping.CancelAsync();
        await Task.WhenAll(_links.Values.Select(entry => entry.Running)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        _listener.Dispose();
        _stopping.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.On)
        {
            return;
        }

        Reconcile();
        var serving = _listener.RunAsync(stoppingToken);
        using var timer = new PeriodicTimer(s_forgetPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Forget();
        }

        await serving;
    }

    private void Meet(Hello hello)
    {
        if (_met.Count < MaxPeers)
        {
            _met[hello.Endpoint] = true;
            Reconcile();
        }
    }

    private void Reconcile()
    {
        var wanted = options.Peers.Concat(names.Addresses.Select(address => new IPEndPoint(address, options.Port))).Concat(_met.Keys).Distinct();
        foreach (var endpoint in wanted.Where(endpoint => !endpoint.Equals(local.Hello.Endpoint) && !_links.ContainsKey(endpoint) && _links.Count < MaxPeers))
        {
            var entry = new Entry(new PeerLink(endpoint, local, tls, time, logger), CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
            if (_links.TryAdd(endpoint, entry))
            {
                entry.Link.Suspected += state => Suspected?.Invoke(state);
                entry.Link.Broken += metrics.LinkBroken;
                entry.Running = Task.Run(() => entry.Link.RunAsync(entry.Stop.Token));
            }
        }
    }

    // A peer that nobody names any more and that cannot be reached was stopped, and its address is somebody else's soon.
    private void Forget()
    {
        foreach (var (endpoint, entry) in _links)
        {
            var state = entry.Link.State;
            if (!IsListed(endpoint) && !state.IsConnected && time.GetElapsedTime(state.Since) > s_forgetAfter && _links.TryRemove(endpoint, out _))
            {
                _met.TryRemove(endpoint, out _);
                entry.Stop.Cancel();
                LogForgotten(endpoint);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Endpoint} is in no list and cannot be reached for a minute: no longer looked for")]
    private partial void LogForgotten(IPEndPoint endpoint);

    private sealed class Entry(PeerLink link, CancellationTokenSource stop)
    {
        public PeerLink Link { get; } = link;

        public CancellationTokenSource Stop { get; } = stop;

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
