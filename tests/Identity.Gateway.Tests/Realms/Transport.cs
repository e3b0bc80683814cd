using System.Net;
using Identity.Gateway.Realms;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Tests.Realms;

public class Transport
{
    [Theory]
    [InlineData("external", "127.0.0.1", true)]
    [InlineData("external", "::1", true)]
    [InlineData("external", "::ffff:10.1.2.3", true)]
    [InlineData("external", "192.168.4.5", true)]
    [InlineData("external", "172.31.255.255", true)]
    [InlineData("external", "fd00::1", true)]
    [InlineData("external", "172.32.0.1", false)]
    [InlineData("external", "203.0.113.9", false)]
    [InlineData("EXTERNAL", "::ffff:203.0.113.9", false)]
    [InlineData("external", "2001:db8::1", false)]
    [InlineData("all", "127.0.0.1", false)]
    [InlineData("ALL", "10.0.0.1", false)]
    [InlineData("none", "203.0.113.9", true)]
    [InlineData("unheard-of", "127.0.0.1", false)]
    public void Plain_http_is_for_those_that_the_realm_names(string required, string address, bool allowed)
    {
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
        var realm = new RealmState { Id = "r", Realm = "r", SslRequired = required };

        http.Request.Scheme = "http";
        Assert.Equal(allowed, TransportRule.Allows(realm, http));
        http.Request.Scheme = "https";
        Assert.True(TransportRule.Allows(realm, http));
    }
}
