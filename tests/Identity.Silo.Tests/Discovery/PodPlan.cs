using System.Net;
using Identity.Silo.Discovery;
using Identity.Silo.Tls;

namespace Identity.Silo.Tests.Discovery;

/// <summary>What a <see cref="DiscoveredPod"/> is to be.</summary>
internal sealed record PodPlan
{
    public const int ClusterPort = 7800;
    // Not the default: servers that other tests start may have that one on every address.
    public const int SiloPort = 17111;
    private static int s_addresses;

    public IPAddress Address { get; init; } = NextAddress();

    public int Port { get; init; } = ClusterPort;

    public string? Instance { get; init; }

    public string ClusterId { get; init; } = "test";

    public TestNames? Names { get; init; }

    public IReadOnlyList<IPEndPoint> Peers { get; init; } = [];

    /// <summary>Generation of its silo at <see cref="SiloPort"/>; null: it has none.</summary>
    public long? Generation { get; init; }

    public IReadOnlyList<Member>? Members { get; init; }

    public PeerTlsFiles? Tls { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IPEndPoint Endpoint => new(Address, Port);

    public SiloEndpoint? Silo => Generation is { } generation ? new SiloEndpoint(new IPEndPoint(Address, SiloPort), generation) : null;

    /// <summary>A loopback address of its own: every pod of a test has the same ports, as in Kubernetes.</summary>
    public static IPAddress NextAddress()
    {
        var number = Interlocked.Increment(ref s_addresses);
        return new IPAddress([127, (byte)(64 + (Environment.ProcessId % 128)), (byte)(number / 250), (byte)((number % 250) + 1)]);
    }
}
