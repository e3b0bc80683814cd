using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Identity.Silo.Configuration;
using Identity.Silo.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Identity.Silo.Listening;

/// <summary>Sets up the listeners and their limits.</summary>
internal static class KestrelSetup
{
    /// <summary>The largest request body that any endpoint takes, in bytes: a realm file of some thousand users.</summary>
    public const long MaxBodySize = 10 * 1024 * 1024;

    public static void Configure(KestrelServerOptions kestrel, ServerOptions options, ServerCertificate? certificate)
    {
        kestrel.AddServerHeader = false;
        SetLimits(kestrel.Limits);
        var listen = options.Listen;
        var limit = ConnectionLimit.OfProcess();
        if (listen.Http)
        {
            Listen(kestrel, listen.Address, listen.HttpPort, endpoint => endpoint.Use(limit.Guard));
        }

        if (certificate is not null)
        {
            Listen(kestrel, listen.Address, listen.HttpsPort, endpoint =>
            {
                endpoint.Use(limit.Guard);
                UseCertificate(endpoint, certificate);
            });
        }

        if (options.Management.Health || options.Management.Metrics || options.Management.Dashboard)
        {
            Listen(kestrel, listen.Address, options.Management.Port, endpoint =>
            {
                if (options.Management.Https && certificate is not null)
                {
                    UseCertificate(endpoint, certificate);
                }

                endpoint.Use(next => connection =>
                {
                    connection.Features.Set(ManagementListener.Instance);
                    return next(connection);
                });
            });
        }
    }

    /// <summary>A request is answered on the thread of the pool that was told that it is there, not handed from one to the next. That is safe
    /// where no code blocks its thread, which nothing here does.</summary>
    public static void ConfigureSockets(SocketTransportOptions sockets) => sockets.UnsafePreferInlineScheduling = true;

    private static void Listen(KestrelServerOptions kestrel, IPAddress address, int port, Action<ListenOptions> configure)
    {
        // Any address means IPv6 too, where the machine has it: "localhost" is ::1 first on many machines.
        if (address.Equals(IPAddress.Any) && port != 0)
        {
            kestrel.ListenAnyIP(port, configure);
        }
        else
        {
            kestrel.Listen(address, port, configure);
        }
    }

    private static void SetLimits(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = 16 * 1024;
        limits.MaxRequestHeadersTotalSize = 48 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestBodySize = MaxBodySize;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        limits.Http2.MaxStreamsPerConnection = 100;
    }

    private static void UseCertificate(ListenOptions endpoint, ServerCertificate certificate)
    {
        endpoint.Protocols = HttpProtocols.Http1AndHttp2;
        endpoint.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate.Current.Context,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            }),
        });
    }
}
