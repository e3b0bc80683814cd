using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Identity.Faults.Bed;
using Identity.Faults.Load;

namespace Identity.Faults.Runs;

/// <summary>Looks at the service and at every pod all the time, from the node, which no fault cuts off.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private readonly TestBed _bed;
    private readonly Journal _journal;
    private readonly Targets _targets;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(IPAddress Pod, TimeSpan At)> _left = new();
    private readonly Task _looking;
    private IReadOnlySet<IPAddress> _ready = new HashSet<IPAddress>();

    public Watch(TestBed bed, Journal journal, Targets targets)
    {
        (_bed, _journal, _targets) = (bed, journal, targets);
        _http = bed.Network.Node.NewHttpClient(TimeSpan.FromMilliseconds(700));
        _looking = LookAsync();
    }

    /// <summary>When the service first stopped sending connections to the pod since the time given; null: it did not.</summary>
    public TimeSpan? LeftAt(Pod pod, TimeSpan since) =>
        _left.Where(left => left.At >= since && left.Pod.Equals(pod.Address)).Select(left => (TimeSpan?)left.At).FirstOrDefault();

    /// <summary>Waits until every pod is ready, in the service, and sees every other; null when the time is over.</summary>
    public async Task<TimeSpan?> WaitUntilWholeAsync(TimeSpan patience, CancellationToken stop)
    {
        var end = _journal.Now + patience;
        while (_journal.Now < end)
        {
            if (await FindTroubleAsync() is null)
            {
                return _journal.Now;
            }

            await Task.Delay(s_period, stop);
        }

        return null;
    }

    /// <summary>What keeps the cluster from being whole, in words; null: nothing.</summary>
    public async Task<string?> FindTroubleAsync()
    {
        var pods = _bed.Pods.All;
        var troubles = await Task.WhenAll(pods.Select(pod => FindTroubleAsync(pod, pods)));
        var missing = pods.Where(pod => !_ready.Contains(pod.Address)).Select(pod => $"{pod.Name} is not in the service");
        return troubles.OfType<string>().Concat(missing).FirstOrDefault();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(s_period);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var ready = await _bed.Proxy.ReadyAsync();
                foreach (var gone in _ready.Where(address => !ready.Contains(address)))
                {
                    _left.Enqueue((gone, _journal.Now));
                }

                _ready = ready;
                _targets.Update(ready);
            }
        }
        catch (OperationCanceledException)
        {
            // Over.
        }
    }

    private async Task<string?> FindTroubleAsync(Pod pod, IReadOnlyList<Pod> pods)
    {
        try
        {
            using var ready = await _http.GetAsync(new Uri($"{pod.Management}/health/ready"));
            if (ready.StatusCode != HttpStatusCode.OK)
            {
                return $"{pod.Name} is not ready: {(await ready.Content.ReadAsStringAsync()).ReplaceLineEndings(" ")}";
            }

            using var cluster = await _http.GetAsync(new Uri($"{pod.Management}/cluster"));
            return cluster.StatusCode == HttpStatusCode.NotFound
                ? null
                : ClusterView.FindTrouble(pod, [.. pods.Where(other => other != pod)], JsonDocument.Parse(await cluster.Content.ReadAsStringAsync()).RootElement);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException or JsonException)
        {
            return $"{pod.Name} does not answer: {exception.Message}";
        }
    }
}
