using System.Net;
using Identity.Silo.Listening;
using Microsoft.AspNetCore.Http;

namespace Identity.Silo.Tests.Listening;

public sealed class ForwardedHeaderTrust
{
    [Theory]
    [InlineData("for=203.0.113.9;proto=https;host=id.example.com", "https", "id.example.com", "203.0.113.9")]
    [InlineData("for=1.1.1.1;proto=http;host=evil, for=\"[2001:db8::1]:4711\";proto=https;host=\"id.example.com:8443\"", "https", "id.example.com:8443", "2001:db8::1")]
    [InlineData("for=203.0.113.9;host=\"a,for=1.1.1.1;for=1.1.1.1;host=evil\";proto=https", "https", "inside", "203.0.113.9")]
    [InlineData("proto=https;host=xn--", "https", "inside", "10.0.0.1")]
    [InlineData("for=unknown;proto=gopher;host=\"a b\"", "http", "inside", "10.0.0.1")]
    public async Task Only_what_the_nearest_proxy_added_counts(string header, string scheme, string host, string client)
    {
        var http = await PassAsync(header, IPNetwork.Parse("10.0.0.0/8"));

        Assert.Equal((scheme, host, client), (http.Request.Scheme, http.Request.Host.Value, http.Connection.RemoteIpAddress!.ToString()));
    }

    [Theory]
    [InlineData("https", "id.example.com", "443", "203.0.113.9", "https", "id.example.com", "203.0.113.9")]
    [InlineData("http, https", "evil, id.example.com:1", "1, 8443", "1.1.1.1, 2001:db8::1", "https", "id.example.com:8443", "2001:db8::1")]
    [InlineData("https", "", "8443", "203.0.113.9:4711", "https", "inside:8443", "203.0.113.9")]
    [InlineData("https", "xn--.example", "", "", "https", "inside", "10.0.0.1")]
    [InlineData("gopher", "a b", "99999", "unknown", "http", "inside", "10.0.0.1")]
    [InlineData("https", "id.example.com/@evil", "-1", "", "https", "inside", "10.0.0.1")]
    public async Task The_same_goes_for_each_X_Forwarded_header(
        string proto, string host, string port, string @for, string scheme, string seenHost, string client)
    {
        var http = Request();
        http.Request.Headers["X-Forwarded-Proto"] = proto;
        http.Request.Headers["X-Forwarded-Host"] = host;
        http.Request.Headers["X-Forwarded-Port"] = port;
        http.Request.Headers["X-Forwarded-For"] = @for;

        await new XForwardedHeaders(_ => Task.CompletedTask, [IPNetwork.Parse("10.0.0.0/8")]).InvokeAsync(http);

        Assert.Equal((scheme, seenHost, client), (http.Request.Scheme, http.Request.Host.Value, http.Connection.RemoteIpAddress!.ToString()));
    }

    [Theory]
    [InlineData("xn--", 400)]
    [InlineData("xn--.example:8080", 400)]
    [InlineData("id.example.com:8443", 200)]
    [InlineData("xn--mnchen-3ya.example", 200)]
    public async Task A_host_that_cannot_be_read_is_the_callers_error(string host, int status)
    {
        var http = Request();
        http.Request.Headers.Host = host;

        await new ReadableHost(_ => Task.CompletedTask).InvokeAsync(http);

        Assert.Equal(status, http.Response.StatusCode);
    }

    [Fact]
    public async Task A_sender_that_is_not_trusted_is_not_believed()
    {
        var http = await PassAsync("for=203.0.113.9;proto=https;host=evil", IPNetwork.Parse("192.168.0.0/16"));

        Assert.Equal(("http", "inside", "10.0.0.1"), (http.Request.Scheme, http.Request.Host.Value, http.Connection.RemoteIpAddress!.ToString()));
    }

    private static async Task<HttpContext> PassAsync(string header, params IPNetwork[] trusted)
    {
        var http = Request();
        http.Request.Headers["Forwarded"] = header;
        await new ForwardedHeader(_ => Task.CompletedTask, trusted).InvokeAsync(http);
        return http;
    }

    private static DefaultHttpContext Request()
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.1");
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("inside");
        return http;
    }
}
