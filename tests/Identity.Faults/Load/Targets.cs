using System.Net;
using Identity.Faults.Bed;

namespace Identity.Faults.Load;

/// <summary>Chooses where a request goes: every other one through the service, the rest at a pod that the service holds for ready, as
/// an ingress controller does that reads the endpoints.</summary>
internal sealed class Targets(TestBed bed)
{
    private readonly Target _proxy = new(Target.ProxyName, bed.Proxy.Url);
    private volatile IReadOnlySet<IPAddress> _ready = new HashSet<IPAddress>();
    private int _count;

    /// <summary>Those that are ready have changed.</summary>
    public void Update(IReadOnlySet<IPAddress> ready) => _ready = ready;

    /// <summary>The next one's turn.</summary>
    public Target Next() => Interlocked.Increment(ref _count) is var turn && turn % 2 == 0 ? _proxy : Direct(turn / 2, except: null);

    /// <summary>Where a request is tried again: at another pod, or again through the service, which chooses.</summary>
    public Target Other(Target failed) => failed.IsProxy ? _proxy : Direct(Interlocked.Increment(ref _count), failed.Name);

    /// <summary>Every pod, ready or not.</summary>
    public IReadOnlyList<Target> Pods => [.. bed.Pods.All.Select(pod => new Target(pod.Name, pod.Url))];

    private Target Direct(int turn, string? except)
    {
        var ready = _ready;
        var pods = bed.Pods.All.Where(pod => pod.Name != except && (ready.Count == 0 || ready.Contains(pod.Address))).ToList();
        return pods.Count == 0 ? _proxy : new Target(pods[turn % pods.Count].Name, pods[turn % pods.Count].Url);
    }
}
