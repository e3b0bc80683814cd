using System.Text.Json;
using Identity.Faults.Bed;
using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Tests.Runs;

public class WholeClusters
{
    private static readonly Pod s_own = NewPod(11);
    private static readonly Pod[] s_others = [NewPod(12), NewPod(13)];

    [Fact]
    public void A_pod_that_is_linked_to_every_other_misses_nothing() =>
        Assert.Null(Trouble("up", "up", "null"));

    [Theory]
    [InlineData("silent")]
    [InlineData("connecting")]
    [InlineData("refused")]
    public void A_link_that_is_not_up_is_missed(string link) =>
        Assert.Equal("pod11 has no link to pod13", Trouble("up", link, "null"));

    [Fact]
    public void A_pod_without_discovery_misses_nothing() =>
        Assert.Null(ClusterView.FindTrouble(s_own, s_others, JsonDocument.Parse("""{ "discovery": "off", "peers": [] }""").RootElement));

    [Fact]
    public void Every_pod_has_to_be_an_active_member()
    {
        Assert.Null(Trouble("up", "up", Members(("10.77.0.11", "Active"), ("10.77.0.12", "Active"), ("10.77.0.13", "Active"), ("10.77.0.13", "Dead"))));
        Assert.NotNull(Trouble("up", "up", Members(("10.77.0.11", "Active"), ("10.77.0.12", "Active"), ("10.77.0.13", "Joining"))));
        Assert.NotNull(Trouble("up", "up", Members(("10.77.0.11", "Active"), ("10.77.0.12", "Active"), ("10.77.0.13", "Active"), ("10.77.0.9", "Active"))));
    }

    private static string? Trouble(string second, string third, string membership) => ClusterView.FindTrouble(s_own, s_others, JsonDocument.Parse($$"""
        {
          "discovery": "on",
          "peers": [{ "address": "10.77.0.12:7800", "link": "{{second}}" }, { "address": "10.77.0.13:7800", "link": "{{third}}" }],
          "membership": {{membership}}
        }
        """).RootElement);

    private static string Members(params (string Address, string Status)[] members) =>
        $"[{string.Join(',', members.Select(member => $$"""{ "siloAddress": "{{member.Address}}:11111@7", "status": "{{member.Status}}" }"""))}]";

    private static Pod NewPod(int last) => new($"pod{last}", new Host("none", $"pod{last}", Switch.Address(last)), "", _ => new Dictionary<string, string>());
}
