using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using Identity.Silo.Discovery;
using Identity.Silo.Tls;
using Identity.Testing;
using Identity.Testing.Certificates;

namespace Identity.Silo.Tests.Discovery;

public sealed class TlsBetweenPods : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-peers-").FullName;
    private readonly TestAuthority _old = new("old");
    private readonly TestAuthority _new = new("new");
    private readonly List<DiscoveredPod> _pods = [];

    [Fact]
    public async Task Links_pods_whose_certificates_are_of_one_authority_whatever_names_are_in_them()
    {
        var (one, two) = await StartAsync(Files("one", _old), Files("two", _old));

        await one.LinkedAsync(two.Plan);
        await two.LinkedAsync(one.Plan);

        Assert.Empty(one.Log.Warnings);
    }

    [Fact]
    public async Task Does_not_link_to_a_pod_of_another_authority()
    {
        var (one, two) = await StartAsync(Files("one", _old), Files("two", _new));

        await one.BecomesAsync(two.Plan, LinkStatus.TlsFailed);
        await two.BecomesAsync(one.Plan, LinkStatus.TlsFailed);

        Assert.Contains(one.Report.Problems, problem => problem.Contains("tls-failed", StringComparison.Ordinal));
        Assert.All(_pods, pod => Assert.DoesNotContain(pod.Log.Lines, line => line.StartsWith("Linked", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Does_not_link_to_a_pod_that_accepts_us_and_is_not_accepted()
    {
        var (one, two) = await StartAsync(Files("one", _old), _new.Issue(Path.Combine(_folder, "two"), [_old, _new]));

        await one.BecomesAsync(two.Plan, LinkStatus.TlsFailed);
        await two.BecomesAsync(one.Plan, LinkStatus.TlsFailed);

        Assert.All(_pods, pod => Assert.DoesNotContain(pod.Log.Lines, line => line.StartsWith("Linked", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Does_not_link_to_a_pod_whose_certificate_has_expired()
    {
        var (one, two) = await StartAsync(Files("one", _old), _old.Issue(Path.Combine(_folder, "two"), [_old], validUntil: -1));

        await one.BecomesAsync(two.Plan, LinkStatus.TlsFailed);
        await two.BecomesAsync(one.Plan, LinkStatus.TlsFailed);
    }

    [Fact]
    public async Task Does_not_link_to_a_pod_without_it()
    {
        var (one, two) = await StartAsync(Files("one", _old), null);

        await Eventually.TrueAsync(() => one.LinkTo(two.Plan) is LinkStatus.TlsFailed or LinkStatus.BadHello, "no link with TLS to one without");
        await Eventually.TrueAsync(() => two.LinkTo(one.Plan) is LinkStatus.TlsFailed or LinkStatus.BadHello, "no link without TLS to one with it");

        Assert.All(_pods, pod => Assert.DoesNotContain(pod.Log.Lines, line => line.StartsWith("Linked", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Hangs_up_on_a_client_without_a_certificate()
    {
        var (one, _) = await StartAsync(Files("one", _old), Files("two", _old));
        using var socket = await TestLink.ConnectAsync(one.Plan);
        await using var tls = new SslStream(new NetworkStream(socket), false, (_, certificate, _, _) => certificate is not null);

        var ends = async () =>
        {
            await tls.AuthenticateAsClientAsync("pod");
            await tls.WriteAsync(LinkFrame.Write(FakePeer.HelloOf(new PodPlan())));
            await LinkFrame.ReadAsync(tls, CancellationToken.None);
        };

        Assert.True(LinkFaults.Is(await Assert.ThrowsAnyAsync<Exception>(ends)));
    }

    [Fact]
    public async Task Takes_a_new_certificate_and_a_new_authority_without_a_restart()
    {
        var (files, otherFiles) = (Files("one", _old), Files("two", _old));
        var (one, two) = await StartAsync(files, otherFiles);
        await one.LinkedAsync(two.Plan);

        TestAuthority.Accept(files, _new, _old);
        _new.Issue(Path.Combine(_folder, "one"), [_new, _old]);
        await Eventually.TrueAsync(() => one.Log.Lines.Any(line => line.StartsWith("Serving the new certificate", StringComparison.Ordinal)), "the new certificate is read");
        TestAuthority.Accept(otherFiles, _new);
        await two.EndAsync();
        var again = await StartAsync(two.Plan);

        await one.LinkedAsync(two.Plan);
        await again.LinkedAsync(one.Plan);
    }

    [Theory]
    [InlineData("tls.crt")]
    [InlineData("tls.key")]
    [InlineData("ca.crt")]
    public async Task Ends_the_start_when_a_file_holds_nothing_of_use(string file)
    {
        var files = Files("one", _old);
        File.WriteAllText(Path.Combine(_folder, "one", file), "nothing");

        await Assert.ThrowsAnyAsync<CryptographicException>(() => StartAsync(new PodPlan { Tls = files, Peers = [new PodPlan().Endpoint] }));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pod in _pods)
        {
            await pod.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
        _old.Dispose();
        _new.Dispose();
    }

    private PeerTlsFiles Files(string pod, TestAuthority authority) => authority.Issue(Path.Combine(_folder, pod), [authority]);

    private async Task<(DiscoveredPod One, DiscoveredPod Two)> StartAsync(PeerTlsFiles one, PeerTlsFiles? two)
    {
        var (first, second) = (new PodPlan { Tls = one }, new PodPlan { Tls = two });
        return (await StartAsync(first with { Peers = [second.Endpoint] }), await StartAsync(second with { Peers = [first.Endpoint] }));
    }

    private async Task<DiscoveredPod> StartAsync(PodPlan plan)
    {
        var pod = await DiscoveredPod.StartAsync(plan);
        _pods.Add(pod);
        return pod;
    }
}
