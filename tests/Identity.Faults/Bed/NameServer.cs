using System.Net;
using Identity.Faults.Networks;

namespace Identity.Faults.Bed;

/// <summary>dnsmasq in the part of the cluster's DNS: answers for the headless service, with a TTL of a second.</summary>
internal sealed class NameServer(Host host, string folder) : IAsyncDisposable
{
    /// <summary>The headless service.</summary>
    public const string Service = "identity-headless.test";

    private readonly string _hosts = Path.Combine(folder, "hosts");
    private IReadOnlyList<IPAddress> _addresses = [];
    private NameAnswers _answers;
    private UpstreamNames? _upstream;
    private Daemon? _server;

    public IPAddress Address => host.Address;

    public async Task StartAsync()
    {
        await WriteAsync();
        await RunAsync();
    }

    /// <summary>The pods are these now.</summary>
    public async Task PublishAsync(IReadOnlyList<IPAddress> addresses)
    {
        _addresses = addresses;
        await WriteAsync();
        _server?.Signal(NativeCalls.SigHup);
        _upstream?.Publish(addresses);
    }

    /// <summary>Answers otherwise from now on.</summary>
    public async Task AnswerAsync(NameAnswers answers)
    {
        var before = _answers;
        _answers = answers;
        if (before == NameAnswers.Hanging)
        {
            _server?.Signal(NativeCalls.SigContinue);
        }

        if (answers == NameAnswers.Hanging)
        {
            _server?.Signal(NativeCalls.SigStop);
            return;
        }

        await StopAsync();
        await WriteAsync();
        if (answers != NameAnswers.Gone)
        {
            await RunAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task RunAsync()
    {
        string[] names = _answers switch
        {
            NameAnswers.Failing or NameAnswers.Slow => [$"--server=/{Service}/127.0.0.1#{UpstreamNames.Port}", "--cache-size=0"],
            // A name that has something else has no addresses, but exists.
            NameAnswers.Empty => [$"--txt-record={Service},empty", "--local=/test/"],
            _ => ["--local=/test/", $"--addn-hosts={_hosts}"],
        };
        _upstream = _answers is NameAnswers.Failing or NameAnswers.Slow ? new UpstreamNames(host, _answers, _addresses) : null;
        _server = await Daemon.StartAsync(host,
        [
            "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--no-poll", "--local-ttl=1", "--user=root", "--pid-file=",
            "--bind-interfaces", $"--listen-address={host.Address}", .. names,
        ]);
    }

    private async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.KillAsync();
            _server.Dispose();
            _server = null;
        }

        _upstream?.Dispose();
        _upstream = null;
    }

    private Task WriteAsync()
    {
        IReadOnlyList<IPAddress> shown = _answers switch
        {
            NameAnswers.NoName or NameAnswers.Empty => [],
            NameAnswers.Wrong => [Switch.Address(3), Switch.Address(240), Switch.Address(241)],
            _ => _addresses,
        };
        return File.WriteAllLinesAsync(_hosts, shown.Select(address => $"{address} {Service}"));
    }
}
