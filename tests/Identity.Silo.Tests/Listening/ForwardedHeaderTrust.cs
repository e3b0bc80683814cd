using System.Net;
using Identity.Silo.Listening;
using Microsoft.AspNetCore.Http;

namespace Identity.Silo.Tests.Listening;

public sealed class ForwardedHeaderTrust
{
    [Theory]
    [InlineData("for=203.0.113.9;proto=https;host=id.example.com", "https", "id.example.com", "203.0.113.9")]
    [InlineData("for=1.1.1.1;proto=http;host=evil, for=\"[2001:db8::1]:4711\";proto=https;host=\"id.example.com:8443\"", "https", "id.example.com:8443", "2001:db8::1")]
    [InlineData("for=unknown;proto=gopher;host=\"a b\"", "http", "inside", "10.0.0.1")]
    public async Task Only_what_the_nearest_proxy_added_counts(string header, string scheme, string host, string client)
    {
        var http = await PassAsync(header, IPNetwork.Parse("10.0.0.0/8"));

        Assert.Equal((scheme, host, client), (http.Request.Scheme, http.Request.Host.Value, http.Connection.RemoteIpAddress!.ToString()));
    }

    [Fact]
    public async Task A_sender_that_is_not_trusted_is_not_believed()
    {
        var http = await PassAsync("for=203.0.113.9;proto=https;host=evil", IPNetwork.Parse("192.168.0.0/16"));

        Assert.Equal(("http", "inside", "10.0.0.1"), (http.Request.Scheme, http.Request.Host.Value, http.Connection.RemoteIpAddress!.ToString()));
    }

    private static async Task<HttpContext> PassAsync(string header, params IPNetwork[] trusted)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.1");
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("inside");
        http.Request.Headers["Forwarded"] = header;
        await new ForwardedHeader(_ => Task.CompletedTask, trusted).InvokeAsync(http);
        return http;
    }
}
