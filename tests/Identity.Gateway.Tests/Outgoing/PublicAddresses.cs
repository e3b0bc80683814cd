using System.Net;
using Identity.Gateway.Outgoing;
using Microsoft.Extensions.Options;

namespace Identity.Gateway.Tests.Outgoing;

public class PublicAddresses
{
    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.255.255.254", "loopback")]
    [InlineData("::1", "loopback")]
    [InlineData("::ffff:127.0.0.1", "loopback")]
    [InlineData("64:ff9b::7f00:1", "loopback")]
    [InlineData("64:ff9b::a9fe:a9fe", "link-local")]
    [InlineData("64:ff9b:1::a00:1", "reserved")]
    [InlineData("10.0.0.1", "private")]
    [InlineData("172.16.0.1", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.168.1.1", "private")]
    [InlineData("100.64.0.1", "private")]
    [InlineData("100.127.255.255", "private")]
    [InlineData("fd00::1", "private")]
    [InlineData("fc00::1", "private")]
    [InlineData("fec0::1", "private")]
    [InlineData("::ffff:10.1.2.3", "private")]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fe80::1%1", "link-local")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("0.1.2.3", "unspecified")]
    [InlineData("::", "unspecified")]
    [InlineData("::ffff:0.0.0.0", "unspecified")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("255.255.255.255", "reserved")]
    [InlineData("240.0.0.1", "reserved")]
    [InlineData("192.0.0.192", "reserved")]
    [InlineData("198.18.0.1", "reserved")]
    [InlineData("203.0.113.1", "reserved")]
    [InlineData("::127.0.0.1", "reserved")]
    [InlineData("2002:7f00:1::", "reserved")]
    [InlineData("2001:0:7f00:1::", "reserved")]
    [InlineData("2001:db8::1", "reserved")]
    [InlineData("100::1", "reserved")]
    [InlineData("8.8.8.8", null)]
    [InlineData("172.32.0.1", null)]
    [InlineData("100.128.0.1", null)]
    [InlineData("223.255.255.255", null)]
    [InlineData("2606:4700::1111", null)]
    [InlineData("::ffff:8.8.8.8", null)]
    [InlineData("64:ff9b::808:808", null)]
    public void Are_told_from_all_others(string address, string? kind) => Assert.Equal(kind, AddressRanges.KindOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("app.example", "10.1.2.3", true)]
    [InlineData("app.example", "::ffff:10.1.2.3", true)]
    [InlineData("app.example", "10.2.0.1", false)]
    [InlineData("MAIL.internal.", "192.168.7.7", true)]
    [InlineData("mail.internal.evil.example", "192.168.7.7", false)]
    [InlineData("app.example", "127.0.0.1", false)]
    [InlineData("app.example", "1.1.1.1", true)]
    public void Are_joined_by_those_that_the_operator_allows(string host, string address, bool allowed)
    {
        var rule = new OutgoingRule(Options.Create(new OutgoingOptions { AllowedNetworks = [IPNetwork.Parse("10.1.0.0/16")], AllowedHosts = ["mail.internal"] }));

        Assert.Equal(allowed, rule.FindRefusal(host, IPAddress.Parse(address)) is null);
    }
}
