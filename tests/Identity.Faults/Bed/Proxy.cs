using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Identity.Faults.Networks;

namespace Identity.Faults.Bed;

/// <summary>haproxy in the part of the ClusterIP service: spreads connections over the pods that are ready.</summary>
internal sealed class Proxy(Host host, string folder) : IAsyncDisposable
{
    private readonly string _control = Path.Combine(folder, "haproxy.sock");
    private Daemon? _server;

    public string Url => $"http://{host.Address}:8080";

    public Host Host => host;

    public async Task StartAsync()
    {
        var settings = Path.Combine(folder, "haproxy.cfg");
        await File.WriteAllTextAsync(settings, Settings());
        _server = await Daemon.StartAsync(host, ["haproxy", "-db", "-f", settings]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!File.Exists(_control))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>A pod is there: it takes connections once its check has passed.</summary>
    public Task AddAsync(IPAddress address) => AskAsync($"set server pods/{Name(address)} state ready; set server pods/{Name(address)} health down");

    /// <summary>A pod is no more.</summary>
    public Task RemoveAsync(IPAddress address) => AskAsync($"set server pods/{Name(address)} state maint");

    /// <summary>The pods that get connections.</summary>
    public async Task<IReadOnlySet<IPAddress>> ReadyAsync()
    {
        var up = new HashSet<IPAddress>();
        foreach (var line in (await AskAsync("show stat pods 4 -1")).Split('\n'))
        {
            var fields = line.Split(',');
            if (fields.Length > 17 && fields[1].StartsWith("pod", StringComparison.Ordinal) && fields[17].StartsWith("UP", StringComparison.Ordinal))
            {
                up.Add(Switch.Address(int.Parse(fields[1][3..], CultureInfo.InvariantCulture)));
            }
        }

        return up;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.KillAsync();
            _server.Dispose();
        }
    }

    private static string Name(IPAddress address) => string.Create(CultureInfo.InvariantCulture, $"pod{address.GetAddressBytes()[3]}");

    private async Task<string> AskAsync(string command)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_control));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }

    // Three failures from one second to the next: a pod that hangs is out after some 4 s, as with a kubelet's period of 2 s, time-out
    // of 1 s and threshold of 2. No second try at another pod: a service made of packet rules has none either.
    private string Settings()
    {
        var text = new StringBuilder($"""
            global
                stats socket {_control} mode 600 level admin
            defaults
                mode tcp
                timeout connect 5s
                timeout client 60s
                timeout server 60s
                timeout check 1s
                retries 0
            frontend service
                bind {host.Address}:8080
                default_backend pods
            backend pods
                balance roundrobin
                option httpchk GET /health/ready
                default-server check port 9000 inter 1s fastinter 300ms downinter 500ms fall 3 rise 1 disabled

            """);
        for (var last = Pods.FirstAddress; last <= Pods.LastAddress; last++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    server {Name(Switch.Address(last))} {Switch.Address(last)}:8080\n");
        }

        return text.ToString();
    }
}
