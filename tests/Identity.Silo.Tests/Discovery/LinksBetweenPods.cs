using System.Net;
using Identity.Silo.Discovery;
using Identity.Testing;

namespace Identity.Silo.Tests.Discovery;

public sealed class LinksBetweenPods
{
    [Fact]
    public async Task Two_that_a_static_list_names_are_linked()
    {
        var (one, two) = (new PodPlan(), new PodPlan());
        await using var first = await DiscoveredPod.StartAsync(one with { Peers = [two.Endpoint, one.Endpoint] });
        await using var second = await DiscoveredPod.StartAsync(two with { Peers = [one.Endpoint] });

        await first.LinkedAsync(two);
        await second.LinkedAsync(one);

        Assert.Equal([two.Endpoint], first.Peers.All.Select(peer => peer.Endpoint));
        Assert.Empty(first.Suspected);
        await Eventually.TrueAsync(() => first.Of(two)!.RoundTrip is not null, "the first ping is answered");
    }

    [Fact]
    public async Task Three_that_DNS_names_are_all_linked_to_each_other()
    {
        var plans = new[] { new PodPlan { Generation = 1 }, new PodPlan { Generation = 2 }, new PodPlan { Generation = 3 } };
        var pods = await DiscoveredPod.StartAllAsync(plans);

        foreach (var pod in pods)
        {
            foreach (var other in plans.Where(plan => plan.Address != pod.Plan.Address))
            {
                await pod.LinkedAsync(other);
                Assert.Equal(other.Silo, pod.Of(other)!.Hello!.Silo);
            }

            Assert.Equal(2, pod.Peers.All.Count);
            Assert.DoesNotContain(pod.Report.Problems, problem => !problem.Contains("resolved", StringComparison.Ordinal));
        }

        await EndAsync(pods);
    }

    [Fact]
    public async Task A_pod_that_joins_the_name_later_is_found()
    {
        var (one, two) = (new PodPlan(), new PodPlan());
        var names = new TestNames(one.Address);
        await using var first = await DiscoveredPod.StartAsync(one with { Names = names });
        await using var second = await DiscoveredPod.StartAsync(two with { Names = names });
        Assert.Empty(first.Peers.All);

        names.Answer(one.Address, two.Address);

        await first.LinkedAsync(two);
        await second.LinkedAsync(one);
    }

    [Fact]
    public async Task One_that_introduces_itself_from_its_own_address_is_linked_back_and_no_other()
    {
        var (pod, honest, liar) = (new PodPlan { Peers = [new PodPlan().Endpoint] }, new PodPlan(), new PodPlan());
        await using var first = await DiscoveredPod.StartAsync(pod);
        await using var listening = FakePeer.Greeting(honest, (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));

        using var lie = await TestLink.GreetAsync(pod, honest.Address, FakePeer.HelloOf(liar));
        using var truth = await TestLink.GreetAsync(pod, honest.Address, FakePeer.HelloOf(honest));

        await first.LinkedAsync(honest);
        Assert.Null(first.Of(liar));
    }

    [Fact]
    public async Task A_pod_of_another_cluster_is_shown_as_such_at_both_sides_and_never_linked()
    {
        var pods = await DiscoveredPod.StartAllAsync(new PodPlan { ClusterId = "blue" }, new PodPlan { ClusterId = "green" });

        await pods[0].BecomesAsync(pods[1].Plan, LinkStatus.WrongCluster);
        await pods[1].BecomesAsync(pods[0].Plan, LinkStatus.WrongCluster);

        Assert.Contains("green", pods[0].Of(pods[1].Plan)!.Detail, StringComparison.Ordinal);
        Assert.Contains(pods[1].Report.Problems, problem => problem.Contains("wrong-cluster", StringComparison.Ordinal));
        await EndAsync(pods);
    }

    [Fact]
    public async Task A_pod_is_no_peer_of_itself_under_another_address_either()
    {
        var alias = IPAddress.IPv6Loopback;
        var plan = new PodPlan { Address = alias, Port = Identity.Testing.Processes.FreePort.Next() };
        var names = new TestNames(alias);
        await using var pod = await DiscoveredPod.StartAsync(plan with { Names = names, Peers = [plan.Endpoint, new IPEndPoint(IPAddress.Parse("::1%1"), plan.Port)] });

        await Eventually.TrueAsync(() => pod.Names.IsTrustworthy && pod.Peers.All.Count == 0, "nobody else is there");
    }

    [Fact]
    public async Task Two_pods_of_one_name_are_a_problem()
    {
        var pods = await DiscoveredPod.StartAllAsync(new PodPlan { Instance = "twin" }, new PodPlan { Instance = "twin" });

        await pods[0].LinkedAsync(pods[1].Plan);

        var problem = Assert.Single(pods[0].Report.Problems, problem => problem.StartsWith("duplicate-instance", StringComparison.Ordinal));
        Assert.Contains("2 pods go by the name twin", problem, StringComparison.Ordinal);
        await EndAsync(pods);
    }

    [Fact]
    public async Task A_pod_that_drains_is_shown_as_leaving_and_is_no_trouble_once_it_is_gone()
    {
        var pods = await DiscoveredPod.StartAllAsync(new PodPlan(), new PodPlan());
        var (stays, goes) = (pods[0], pods[1]);
        await stays.LinkedAsync(goes.Plan);
        await goes.LinkedAsync(stays.Plan);

        goes.State.MarkDraining();
        await Eventually.TrueAsync(() => stays.Of(goes.Plan)!.Leaving, "it has said good-bye");
        Assert.Equal(LinkStatus.Up, stays.LinkTo(goes.Plan));

        stays.Plan.Names!.Answer(stays.Plan.Address);
        await goes.EndAsync();
        await stays.BecomesAsync(goes.Plan, LinkStatus.Refused);
        await Eventually.TrueAsync(() => stays.Report.Problems.Count == 0, "no problem is left");
        await EndAsync(pods);
    }

    [Fact]
    public async Task Without_names_and_peers_there_is_no_port()
    {
        var plan = new PodPlan();
        await using var pod = await DiscoveredPod.StartAsync(plan);

        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => TestLink.ConnectAsync(plan));
    }

    [Fact]
    public async Task A_taken_port_ends_the_start_and_is_named()
    {
        var plan = new PodPlan { Peers = [new PodPlan().Endpoint] };
        await using var first = await DiscoveredPod.StartAsync(plan);

        var exception = await Assert.ThrowsAsync<IOException>(() => DiscoveredPod.StartAsync(plan));
        Assert.Contains(plan.Endpoint.ToString(), exception.Message, StringComparison.Ordinal);
    }

    private static async Task EndAsync(IEnumerable<DiscoveredPod> pods)
    {
        foreach (var pod in pods)
        {
            await pod.EndAsync();
        }
    }
}
