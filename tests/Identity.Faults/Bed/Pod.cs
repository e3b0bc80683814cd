using System.Diagnostics;
using System.Net;
using Identity.Faults.Networks;

namespace Identity.Faults.Bed;

/// <summary>One pod: an address, and a server process that is started again when it ends.</summary>
internal sealed class Pod(string name, Host host, string binaries, Func<Pod, IReadOnlyDictionary<string, string>> environment)
{
    // What a kubelet waits between restarts is ten seconds and more; here the server is judged, not the kubelet.
    private static readonly TimeSpan s_shortRun = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _keeping = Task.CompletedTask;
    private Daemon? _server;

    public string Name => name;

    public Host Host => host;

    public IPAddress Address => host.Address;

    /// <summary>Where its requests go.</summary>
    public string Url => $"http://{host.Address}:8080";

    /// <summary>Where health and cluster are.</summary>
    public string Management => $"http://{host.Address}:9000";

    /// <summary>The folder of its program.</summary>
    public string Binaries { get; set; } = binaries;

    /// <summary>Its clock is off by this from the next start on; null: right.</summary>
    public TimeSpan? ClockOffset { get; set; }

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>What the process before this one wrote last.</summary>
    public string LastOutput { get; private set; } = "";

    /// <summary>The process as of now.</summary>
    public Daemon Server => _server ?? throw new InvalidOperationException($"{name} was not started.");

    public async Task StartAsync()
    {
        await LaunchAsync();
        _keeping = KeepAsync();
    }

    /// <summary>Sends a signal to the server.</summary>
    public void Signal(int signal) => Server.Signal(signal);

    /// <summary>The pod is deleted: SIGTERM, SIGKILL after the grace period, no new start.</summary>
    public async Task DeleteAsync(TimeSpan grace)
    {
        _removed.TrySetResult();
        Signal(NativeCalls.SigTerm);
        try
        {
            await _keeping.WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            Signal(NativeCalls.SigKill);
            await _keeping;
        }
    }

    private async Task LaunchAsync()
    {
        Starts++;
        string[] clock = ClockOffset is { } offset ? ["env", .. FakeClock.Variables(offset)] : [];
        _server = await Daemon.StartAsync(host, [.. clock, "dotnet", Path.Combine(Binaries, "identity-server.dll"), "start"], environment(this));
    }

    private async Task KeepAsync()
    {
        while (true)
        {
            var server = Server;
            var started = Stopwatch.GetTimestamp();
            await server.Exited;
            if (Stopwatch.GetElapsedTime(started) < s_shortRun)
            {
                await Task.WhenAny(_removed.Task, Task.Delay(s_pause));
            }

            if (_removed.Task.IsCompleted)
            {
                server.Dispose();
                return;
            }

            LastOutput = server.Output;
            server.Dispose();
            await LaunchAsync();
            if (_removed.Task.IsCompleted)
            {
                Signal(NativeCalls.SigKill);
            }
        }
    }
}
