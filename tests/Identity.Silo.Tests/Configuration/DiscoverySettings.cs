using System.Net;
using Identity.Silo.Configuration;
using Identity.Silo.Discovery;

namespace Identity.Silo.Tests.Configuration;

public sealed class DiscoverySettings
{
    [Fact]
    public void Nothing_set_is_no_discovery()
    {
        var options = Read();

        Assert.False(options.On);
        Assert.Equal(("identity", Environment.MachineName, IPAddress.Loopback, 7800, 11111), (options.ClusterId, options.Instance, options.Address, options.Port, options.SiloPort));
        Assert.Null(options.Tls);
    }

    [Fact]
    public void Kubernetes_says_where_and_who_the_pod_is()
    {
        var options = Read(("POD_IP", "10.0.0.7"), ("POD_NAME", "identity-abc"), ("IDENTITY_CLUSTER_DNS", "identity-cluster.identity.svc.cluster.local., other"));

        Assert.True(options.On);
        Assert.Equal((IPAddress.Parse("10.0.0.7"), "identity-abc"), (options.Address, options.Instance));
        Assert.Equal(["identity-cluster.identity.svc.cluster.local.", "other"], options.Names);
    }

    [Fact]
    public void Settings_win_over_what_Kubernetes_says()
    {
        var options = Read(
            ("POD_IP", "10.0.0.7"), ("POD_NAME", "identity-abc"), ("IDENTITY_CLUSTER_ADDRESS", "::ffff:10.0.0.8"), ("IDENTITY_CLUSTER_INSTANCE", "one"), ("IDENTITY_CLUSTER_ID", "blue"),
            ("IDENTITY_CLUSTER_PORT", "7801"), ("IDENTITY_CLUSTER_SILO_PORT", "11112"), ("IDENTITY_CLUSTER_PEERS", "10.0.0.9:7800,[fd00::7]:7801,localhost:7802,[::ffff:10.0.0.10]:7803"));

        Assert.Equal(("10.0.0.8", "one", "blue", 7801, 11112), (options.Address.ToString(), options.Instance, options.ClusterId, options.Port, options.SiloPort));
        Assert.Equal(["10.0.0.9:7800", "[fd00::7]:7801", "127.0.0.1:7802", "10.0.0.10:7803"], options.Peers.Select(peer => peer.ToString()));
    }

    [Fact]
    public void Empty_variables_of_Kubernetes_count_as_not_set()
    {
        var options = Read(("POD_IP", ""), ("POD_NAME", " "));

        Assert.Equal((IPAddress.Loopback, Environment.MachineName), (options.Address, options.Instance));
    }

    [Theory]
    [InlineData("IDENTITY_CLUSTER_DNS", "ok, no host", "'no host' is no host name.")]
    [InlineData("IDENTITY_CLUSTER_PEERS", "10.0.0.7", "'10.0.0.7' is no address:port")]
    [InlineData("IDENTITY_CLUSTER_PEERS", "10.0.0.7:0", "is no address:port")]
    [InlineData("IDENTITY_CLUSTER_PEERS", "pod-1:7800", "'pod-1:7800' is no address:port")]
    [InlineData("IDENTITY_CLUSTER_PORT", "0", "'0' is no number from 1 to 65535.")]
    [InlineData("IDENTITY_CLUSTER_SILO_PORT", "65536", "'65536' is no number from 1 to 65535.")]
    [InlineData("IDENTITY_CLUSTER_ADDRESS", "pod-1", "'pod-1' is no IP address.")]
    [InlineData("IDENTITY_CLUSTER_ADDRESS", "0.0.0.0", "'0.0.0.0' is not the address of one pod.")]
    [InlineData("IDENTITY_CLUSTER_ADDRESS", "::", "'::' is not the address of one pod.")]
    [InlineData("IDENTITY_CLUSTER_ID", "two\nlines", "a name of at most 200 characters in one line is needed.")]
    [InlineData("IDENTITY_CLUSTER_INSTANCE", "two\nlines", "a name of at most 200 characters in one line is needed.")]
    [InlineData("IDENTITY_CLUSTER_CA_FILE", "/nowhere/ca.crt", "there is no file /nowhere/ca.crt.")]
    public void A_value_that_cannot_be_is_told(string variable, string value, string problem)
    {
        var exception = Assert.Throws<ConfigurationProblemsException>(() => Read((variable, value)));

        Assert.Contains(exception.Problems, told => told.Contains(variable, StringComparison.Ordinal) && told.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_third_of_TLS_is_none()
    {
        var file = typeof(DiscoverySettings).Assembly.Location;

        var exception = Assert.Throws<ConfigurationProblemsException>(() => Read(("IDENTITY_CLUSTER_CERTIFICATE_FILE", file)));

        Assert.Equal(2, exception.Problems.Count);
        Assert.Contains(exception.Problems, problem => problem.Contains("IDENTITY_CLUSTER_CERTIFICATE_KEY_FILE", StringComparison.Ordinal));
        Assert.Contains(exception.Problems, problem => problem.EndsWith("(IDENTITY_CLUSTER_CA_FILE): TLS between pods needs a certificate, its key and the authorities; this one is not set.", StringComparison.Ordinal));
        Assert.Equal(file, Read(("IDENTITY_CLUSTER_CERTIFICATE_FILE", file), ("IDENTITY_CLUSTER_CERTIFICATE_KEY_FILE", file), ("IDENTITY_CLUSTER_CA_FILE", file)).Tls!.Authority);
    }

    private static DiscoveryOptions Read(params (string Name, string Value)[] environment) =>
        ServerOptionsReader.Read(SettingValues.Read(new Dictionary<string, string>(), environment.ToDictionary(pair => pair.Name, pair => pair.Value)), ServerMode.Development).Discovery;
}
