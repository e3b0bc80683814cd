using System.Diagnostics;
using System.Net;

namespace Identity.Silo.Supervision;

/// <summary>One pod of the cluster: its addresses, which stay, and its process, which may be replaced.</summary>
internal sealed class Pod(string name, int httpPort, int managementPort, int clusterPort, int siloPort)
{
    private volatile bool _ready;

    public string Name { get; } = name;

    public IPEndPoint Endpoint { get; } = new(IPAddress.Loopback, httpPort);

    public Uri Url { get; } = new($"http://127.0.0.1:{httpPort}");

    public Uri Management { get; } = new($"http://127.0.0.1:{managementPort}");

    /// <summary>For its links to the other pods.</summary>
    public int ClusterPort { get; } = clusterPort;

    /// <summary>For its silo, in the build for clusters.</summary>
    public int SiloPort { get; } = siloPort;

    /// <summary>The process id; 0 before the first start.</summary>
    public int ProcessId { get; private set; }

    /// <summary>The pod said so when it was last asked, and its process lives.</summary>
    public bool Ready
    {
        get => _ready;
        set => _ready = value;
    }

    /// <summary>Starts a process for the pod.</summary>
    public Process Launch(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        ProcessId = process.Id;
        return process;
    }
}
