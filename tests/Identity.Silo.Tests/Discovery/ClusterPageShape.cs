using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Identity.Silo.Discovery;
using Identity.Testing;

namespace Identity.Silo.Tests.Discovery;

public sealed class ClusterPageShape
{
    [Fact]
    public async Task Shows_this_pod_the_names_the_peers_and_the_members()
    {
        var (plan, other) = (new PodPlan { Generation = 1, Instance = "one" }, new PodPlan { Generation = 2, Instance = "two" });
        var names = new TestNames(plan.Address, other.Address);
        Member[] members = [new(plan.Silo!, "one", "Active"), new(other.Silo!, "two", "Active")];
        await using var pod = await DiscoveredPod.StartAsync(plan with { Names = names, Members = members });
        await using var peer = await DiscoveredPod.StartAsync(other with { Names = names, Members = members });
        await pod.LinkedAsync(other);
        await Eventually.TrueAsync(() => pod.Of(other)!.RoundTrip is not null, "the first ping is answered");

        var page = await pod.PageAsync();

        Assert.Equal(["clusterId", "instance", "version", "runtime", "address", "siloAddress", "state", "discovery", "dns", "peers", "membership", "problems"], NamesOf(page));
        Assert.Equal(("test", "one", $"{plan.Address}:7800", $"{plan.Address}:{PodPlan.SiloPort}@1", "starting", "on"),
            (Text(page, "clusterId"), Text(page, "instance"), Text(page, "address"), Text(page, "siloAddress"), Text(page, "state"), Text(page, "discovery")));
        var name = Assert.Single(page.GetProperty("dns").EnumerateArray());
        Assert.Equal(["name", "status", "addresses", "ageSeconds", "failingSeconds"], NamesOf(name));
        Assert.Equal(("pods.test", "ok", 2), (Text(name, "name"), Text(name, "status"), name.GetProperty("addresses").GetArrayLength()));
        var shown = Assert.Single(page.GetProperty("peers").EnumerateArray());
        Assert.Equal(["address", "instance", "version", "siloAddress", "link", "rttMs", "sinceSeconds", "inDns", "leaving", "detail"], NamesOf(shown));
        Assert.Equal((other.Endpoint.ToString(), "two", "up", true, false), (Text(shown, "address"), Text(shown, "instance"), Text(shown, "link"), shown.GetProperty("inDns").GetBoolean(), shown.GetProperty("leaving").GetBoolean()));
        var member = page.GetProperty("membership")[1];
        Assert.Equal((other.Silo!.ToString(), "two", "Active"), (Text(member, "siloAddress"), Text(member, "name"), Text(member, "status")));
        Assert.Empty(page.GetProperty("problems").EnumerateArray());

        pod.State.MarkStarted();
        Assert.Equal("serving", Text(await pod.PageAsync(), "state"));
        pod.State.MarkDraining();
        Assert.Equal("draining", Text(await pod.PageAsync(), "state"));
    }

    [Fact]
    public async Task Says_that_discovery_is_off()
    {
        await using var pod = await DiscoveredPod.StartAsync(new PodPlan());

        var page = await pod.PageAsync();

        Assert.Equal(("off", JsonValueKind.Null, JsonValueKind.Null), (Text(page, "discovery"), page.GetProperty("membership").ValueKind, page.GetProperty("siloAddress").ValueKind));
        Assert.Equal(0, page.GetProperty("peers").GetArrayLength() + page.GetProperty("dns").GetArrayLength() + page.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task Names_a_name_that_fails_and_one_that_does_not_list_this_pod()
    {
        var plan = new PodPlan { Names = new TestNames(new PodPlan().Address) };
        await using var pod = await DiscoveredPod.StartAsync(plan);
        await HasProblemAsync(pod, $"pods.test does not list this pod's own address {plan.Address}.");

        plan.Names.Fail(SocketError.TryAgain);
        await HasProblemAsync(pod, "pods.test cannot be resolved for ", "(server-failure); its last 1 addresses are in use.");

        plan.Names.Fail(SocketError.HostNotFound);
        await HasProblemAsync(pod, "(not-found)");

        plan.Names.Answer([.. Enumerable.Range(0, 70).Select(number => new IPAddress([127, 200, 0, (byte)number]))]);
        await HasProblemAsync(pod, "pods.test has 6 addresses more than are looked at.");
    }

    [Fact]
    public async Task Names_a_peer_that_is_refused_in_or_out_of_the_list()
    {
        var (plan, other) = (new PodPlan(), new PodPlan());
        var names = new TestNames(plan.Address, other.Address);
        await using var pod = await DiscoveredPod.StartAsync(plan with { Names = names });
        await HasProblemAsync(pod, $"{other.Endpoint}: refused for ", "(Connection refused).");

        names.Answer(plan.Address);

        await HasProblemAsync(pod, $"{other.Endpoint}: refused for ", ", and in no list");
    }

    [Fact]
    public async Task Names_a_peer_of_another_version_or_runtime()
    {
        var other = new PodPlan { Instance = "two" };
        await using var peer = FakePeer.Start(other.Endpoint, async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(LinkFrame.Write(FakePeer.HelloOf(other) with { Runtime = "Hamsters" }), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await using var pod = await DiscoveredPod.StartAsync(new PodPlan { Peers = [other.Endpoint] });

        await HasProblemAsync(pod, $"two at {other.Endpoint} runs version 0.0.1, this pod ");
        await HasProblemAsync(pod, $"two at {other.Endpoint} runs its grains on Hamsters, this pod on ");
    }

    [Fact]
    public async Task Names_a_member_without_a_link_and_a_link_to_no_member()
    {
        var (plan, other, lost) = (new PodPlan { Generation = 1 }, new PodPlan { Generation = 2, Instance = "two" }, new PodPlan { Generation = 3 });
        await using var pod = await DiscoveredPod.StartAsync(plan with { Peers = [other.Endpoint], Members = [new(plan.Silo!, "one", "Active"), new(lost.Silo!, "lost", "Active")] });
        await using var peer = await DiscoveredPod.StartAsync(other with { Peers = [plan.Endpoint] });

        await HasProblemAsync(pod, $"lost ({lost.Silo}) is a member (Active), but there is no link to it.");
        await HasProblemAsync(pod, $"There is a link to two ({other.Silo}), but it is no member.");
        Assert.Equal(2, pod.Report.ActiveMembers);
    }

    private static Task HasProblemAsync(DiscoveredPod pod, params string[] parts) => Eventually.TrueAsync(
        async () => (await pod.PageAsync()).GetProperty("problems").EnumerateArray().Any(problem => parts.All(part => problem.GetString()!.Contains(part, StringComparison.Ordinal))),
        $"a problem with: {string.Join(" ... ", parts)}");

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static string[] NamesOf(JsonElement json) => [.. json.EnumerateObject().Select(property => property.Name)];
}
