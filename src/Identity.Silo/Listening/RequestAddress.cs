using Identity.Silo.Configuration;

namespace Identity.Silo.Listening;

/// <summary>Decides what scheme, host and client address a request has.</summary>
internal static class RequestAddress
{
    /// <summary>Believes the proxy's headers where the configuration says so, then puts a configured host name in place of the
    /// request's. Without either the headers are ignored.</summary>
    public static void UseRequestAddress(this IApplicationBuilder app, ServerOptions options)
    {
        app.Use(next => new ReadableHost(next).InvokeAsync);
        app.Use(next => http =>
        {
            if (http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped)
            {
                http.Connection.RemoteIpAddress = mapped.MapToIPv4();
            }

            return next(http);
        });
        if (options.Proxy.Headers == ProxyHeaderKind.XForwarded)
        {
            app.Use(next => new XForwardedHeaders(next, options.Proxy.Trusted).InvokeAsync);
        }
        else if (options.Proxy.Headers == ProxyHeaderKind.Forwarded)
        {
            app.Use(next => new ForwardedHeader(next, options.Proxy.Trusted).InvokeAsync);
        }

        if (options.Hostname.Host is { } host)
        {
            app.Use(next => http =>
            {
                http.Request.Host = http.Request.Host.Port is { } port ? new HostString(host, port) : new HostString(host);
                return next(http);
            });
        }
    }
}
