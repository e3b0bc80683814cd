using System.Collections.Concurrent;
using System.Net;
using Identity.Grains.Background;
using Identity.Silo.Tls;

namespace Identity.Silo.Discovery;

/// <summary>Keeps a link to every pod that DNS, the static list, or the pod itself has named.</summary>
internal sealed partial class Peers(
    DiscoveryOptions options,
    NameWatch names,
    LocalPeer local,
    ClusterMetrics metrics,
    BackgroundTasks tasks,
    TimeProvider time,
    ILogger<Peers> logger,
    PeerTls? tls = null)
    : IHostedService, IBackgroundWorker, IDisposable
{
    private const int MaxPeers = 256;
    private const int MaxMet = 64; // those that came by themselves leave room for those that are listed
    private static readonly TimeSpan s_forgetAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_forgetPeriod = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<IPEndPoint, Entry> _links = new();
    private readonly ConcurrentDictionary<IPEndPoint, bool> _met = new();
    private readonly LinkAnswers _answers = new(options, local, tls, time, logger);
    private LinkListener? _listener;
    private readonly Lock _turn = new();
    private bool _stopped;

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
        set => _answers.FindsGoneAsync = value;
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

    public IReadOnlyList<BackgroundWork> Works => _listener is not { } listener ? [] :
    [
        BackgroundWork.Standing("cluster-port", listener.RunAsync) with { LongestPause = s_forgetPeriod },
        BackgroundWork.Periodic("peers", s_forgetPeriod, ReviewAsync) with { BeginsAtOnce = true },
    ];

    /// <summary>Tells the peers that this pod is stopping.</summary>
    public Task LeaveAsync() => _answers.LeaveAsync();

    /// <summary>Opens the port. Throws <see cref="IOException"/> when it is taken: a start that cannot be reached by its peers fails.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.On)
        {
            tls?.Check();
            _listener = new LinkListener(options, _answers, tasks, time, logger);
            _listener.Start();
            _answers.Greeted += Meet;
            names.Changed += Reconcile;
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            _stopped = true;
        }

        await Task.WhenAll(_links.Values.Select(entry => entry.DisposeAsync().AsTask())).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _listener?.Dispose();
    }

    private async Task ReviewAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(Forget().Select(entry => entry.DisposeAsync().AsTask()));
        Reconcile();
    }

    private void Meet(Hello hello)
    {
        if (_met.Count < MaxMet && _met.TryAdd(hello.Endpoint, true))
        {
            Reconcile();
        }
    }

    private void Reconcile()
    {
        lock (_turn)
        {
            var wanted = options.Peers.Concat(names.Addresses.Select(address => new IPEndPoint(address, options.Port))).Concat(_met.Keys)
                .Where(endpoint => !endpoint.Equals(local.Hello.Endpoint) && !_links.ContainsKey(endpoint))
                .Distinct()
                .Take(_stopped ? 0 : MaxPeers - _links.Count);
            foreach (var endpoint in wanted.ToList())
            {
                var link = new PeerLink(endpoint, local, tls, time, logger);
                link.Suspected += state => Suspected?.Invoke(state);
                link.Broken += metrics.LinkBroken;
                _links[endpoint] = new Entry(link, tasks, token => RunAsync(link, endpoint, token));
            }
        }
    }

    // A peer that nobody names any more and that cannot be reached was stopped, and its address is somebody else's soon.
    private List<Entry> Forget()
    {
        lock (_turn)
        {
            var forgotten = _links.Where(entry => !IsListed(entry.Key) && entry.Value.Link.State is { IsConnected: false } state && time.GetElapsedTime(state.Since) > s_forgetAfter).ToList();
            foreach (var (endpoint, _) in forgotten)
            {
                _links.TryRemove(endpoint, out _);
                _met.TryRemove(endpoint, out _);
                LogForgotten(endpoint);
            }

            return [.. forgotten.Select(entry => entry.Value)];
        }
    }

    private async Task RunAsync(PeerLink link, IPEndPoint endpoint, CancellationToken stoppingToken)
    {
        try
        {
            await link.RunAsync(stoppingToken);
        }
        catch
        {
            // A bug: told by who runs it, and the link is begun anew.
            _links.TryRemove(endpoint, out _);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Endpoint} is in no list and cannot be reached for a minute: no longer looked for")]
    private partial void LogForgotten(IPEndPoint endpoint);

    private sealed class Entry : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Entry(PeerLink link, BackgroundTasks tasks, Func<CancellationToken, Task> run)
        {
            Link = link;
            tasks.Start("peer-link", async stopping =>
            {
                try
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _stop.Token);
                    await run(either.Token);
                }
                finally
                {
                    _ended.TrySetResult();
                }
            });
        }

        public PeerLink Link { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _ended.Task;
            _stop.Dispose();
        }
    }
}
