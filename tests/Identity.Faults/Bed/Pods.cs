using System.Globalization;
using Identity.Faults.Networks;

namespace Identity.Faults.Bed;

/// <summary>The pods that exist, in the part of a Deployment and of the headless service with publishNotReadyAddresses.</summary>
internal sealed class Pods(Switch network, NameServer names, Proxy proxy, PodSettings settings)
{
    public const int FirstAddress = 11;
    public const int LastAddress = 99;
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(45);
    private readonly Lock _lock = new();
    private List<Pod> _pods = [];
    private int _made;

    /// <summary>As of now, the oldest first.</summary>
    public IReadOnlyList<Pod> All
    {
        get
        {
            lock (_lock)
            {
                return _pods;
            }
        }
    }

    /// <summary>The folder of the program that new pods run.</summary>
    public string Binaries { get; set; } = settings.Binaries;

    /// <summary>Makes a pod with an address that no pod had lately, and starts it; does not wait until it is ready.</summary>
    public async Task<Pod> AddAsync()
    {
        var number = Interlocked.Increment(ref _made);
        var name = string.Create(CultureInfo.InvariantCulture, $"pod{number}");
        var host = await network.AddAsync(name, Switch.Address(FirstAddress + ((number - 1) % (LastAddress - FirstAddress + 1))));
        await Switch.SetResolverAsync(host, names.Address);
        var pod = new Pod(name, host, Binaries, settings.Of);
        Change(pods => [.. pods, pod]);
        await PublishAsync();
        await pod.StartAsync();
        await proxy.AddAsync(pod.Address);
        return pod;
    }

    /// <summary>Deletes a pod as kubectl does: SIGTERM, and its address goes when it has ended.</summary>
    public async Task RemoveAsync(Pod pod)
    {
        await pod.DeleteAsync(s_grace);
        Change(pods => [.. pods.Where(other => other != pod)]);
        await PublishAsync();
        await proxy.RemoveAsync(pod.Address);
        await network.RemoveAsync(pod.Host);
    }

    /// <summary>Ends all at once, without ceremony.</summary>
    public Task KillAllAsync() => Task.WhenAll(All.Select(pod => pod.DeleteAsync(TimeSpan.Zero)));

    public Task PublishAsync() => names.PublishAsync([.. All.Select(pod => pod.Address)]);

    private void Change(Func<List<Pod>, List<Pod>> change)
    {
        lock (_lock)
        {
            _pods = change(_pods);
        }
    }
}
