using System.Globalization;
using System.Net;
using Identity.Faults.Bed;

namespace Identity.Faults.Networks;

/// <summary>The network of one bed: a bridge in a namespace of its own, and machines on it. No way leads out of it.</summary>
internal sealed class Switch : IAsyncDisposable
{
    private const string Prefix = "idfaults";
    private readonly string _prefix = $"{Prefix}{Environment.ProcessId}-";
    private readonly List<Host> _hosts = [];

    /// <summary>The machine with the bridge, at 10.77.0.1: what a node's kubelet asks from.</summary>
    public Host Node { get; }

    public Switch() => Node = new Host(_prefix + "node", "node", Address(1));

    public static IPAddress Address(int last) => new([10, 77, 0, (byte)last]);

    /// <summary>Sets it up, after removing what killed runs have left behind.</summary>
    public async Task StartAsync()
    {
        await RemoveLeftoversAsync();
        await Shell.RunAsync("ip", "netns", "add", Node.Name);
        await Ip(Node, "link set lo up");
        await Ip(Node, "link add br0 type bridge");
        await Ip(Node, $"addr add {Node.Address}/24 dev br0");
        await Ip(Node, "link set br0 up");
    }

    /// <summary>Plugs in a machine.</summary>
    public async Task<Host> AddAsync(string shortName, IPAddress address)
    {
        var host = new Host(_prefix + shortName, shortName, address);
        var port = string.Create(CultureInfo.InvariantCulture, $"port{address.GetAddressBytes()[3]}");
        await Shell.RunAsync("ip", "netns", "add", host.Name);
        lock (_hosts)
        {
            _hosts.Add(host);
        }

        await Ip(Node, $"link add {port} type veth peer name eth0 netns {host.Name}");
        await Ip(Node, $"link set {port} master br0 up");
        await Ip(host, "link set lo up");
        await Ip(host, $"addr add {address}/24 dev eth0");
        await Ip(host, "link set eth0 up");
        return host;
    }

    /// <summary>Unplugs a machine whose processes have ended.</summary>
    public async Task RemoveAsync(Host host)
    {
        lock (_hosts)
        {
            _hosts.Remove(host);
        }

        await Shell.RunAsync("ip", "netns", "del", host.Name);
        RemoveSettings(host.Name);
    }

    /// <summary>The machines as of now, without the node.</summary>
    public IReadOnlyList<Host> Hosts
    {
        get
        {
            lock (_hosts)
            {
                return [.. _hosts];
            }
        }
    }

    /// <summary>Tells a machine's programs who resolves names for them.</summary>
    public static async Task SetResolverAsync(Host host, IPAddress nameServer)
    {
        var folder = Directory.CreateDirectory($"/etc/netns/{host.Name}").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "resolv.conf"), $"nameserver {nameServer}\noptions timeout:2 attempts:1\n");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Hosts)
        {
            await RemoveAsync(host);
        }

        await Shell.RunAsync("ip", "netns", "del", Node.Name);
    }

    private static async Task RemoveLeftoversAsync()
    {
        foreach (var path in Directory.Exists("/run/netns") ? Directory.GetFiles("/run/netns", Prefix + "*") : [])
        {
            var name = Path.GetFileName(path);
            if (int.TryParse(name[Prefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var owner) && !NativeCalls.Exists(owner))
            {
                await Shell.TryRunAsync("ip", "netns", "del", name);
                RemoveSettings(name);
            }
        }
    }

    private static void RemoveSettings(string name)
    {
        if (Directory.Exists($"/etc/netns/{name}"))
        {
            Directory.Delete($"/etc/netns/{name}", recursive: true);
        }
    }

    private static Task<string> Ip(Host host, string arguments) => Shell.RunAsync(["ip", "-n", host.Name, .. arguments.Split(' ')]);
}
