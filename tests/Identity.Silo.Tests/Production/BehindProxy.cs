using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Identity.Testing;
using Identity.Testing.Oidc;

namespace Identity.Silo.Tests.Production;

/// <summary>The proxy sits at an address of the loopback network of its own; everyone else comes from another one.</summary>
public sealed class BehindProxy(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly Dictionary<string, string> s_xForwarded = new()
    {
        ["X-Forwarded-Proto"] = "https",
        ["X-Forwarded-Host"] = "id.example.com",
        ["X-Forwarded-Port"] = "8443",
        ["X-Forwarded-For"] = "203.0.113.9",
    };

    private static readonly Dictionary<string, string> s_forwarded = new()
    {
        ["Forwarded"] = "for=203.0.113.9;proto=https;host=\"id.example.com:8443\"",
    };

    private readonly HttpClient _proxy = ClientAt("127.0.0.5");
    private readonly HttpClient _other = ClientAt("127.0.0.1");
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await postgres.CreateDatabaseAsync();

    [Fact]
    public async Task Forged_headers_change_nothing_unless_the_server_is_told_of_a_proxy()
    {
        await using var server = await ProductionServer.StartHttpAsync(_database.ConnectionString, "--hostname-strict=false");

        foreach (var headers in (Dictionary<string, string>[])[s_xForwarded, s_forwarded])
        {
            Assert.Equal((server.Realm, "127.0.0.5"), await SeenAsync(_proxy, server, headers));
        }
    }

    [Theory]
    [InlineData("xforwarded")]
    [InlineData("forwarded")]
    public async Task The_trusted_proxy_is_believed_and_nobody_else(string kind)
    {
        await using var server = await ProductionServer.StartHttpAsync(
            _database.ConnectionString, "--hostname-strict=false", "--proxy-headers", kind, "--proxy-trusted-addresses", "127.0.0.5,192.0.2.0/24");
        var (told, untold) = kind == "xforwarded" ? (s_xForwarded, s_forwarded) : (s_forwarded, s_xForwarded);

        Assert.Equal(("https://id.example.com:8443/realms/acme", "203.0.113.9"), await SeenAsync(_proxy, server, told));
        Assert.Equal((server.Realm, "127.0.0.1"), await SeenAsync(_other, server, told));
        Assert.Equal((server.Realm, "127.0.0.5"), await SeenAsync(_proxy, server, untold));
    }

    [Fact]
    public async Task A_whole_address_as_hostname_stands_whatever_the_proxy_says()
    {
        await using var server = await ProductionServer.StartHttpAsync(
            _database.ConnectionString, "--hostname", "https://login.example.com/auth", "--proxy-headers", "xforwarded");

        var (issuer, client) = await SeenAsync(_proxy, server, s_xForwarded);

        Assert.Equal(("https://login.example.com/auth/realms/acme", "203.0.113.9"), (issuer, client));
    }

    public async ValueTask DisposeAsync()
    {
        _proxy.Dispose();
        _other.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>Issuer and client address that the server takes from a request, both of which end up in a token.</summary>
    private static async Task<(string Issuer, string Client)> SeenAsync(HttpClient http, ProductionServer server, Dictionary<string, string> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Realm}/protocol/openid-connect/token");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "billing",
            ["client_secret"] = "billing-secret",
        });
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await http.SendAsync(request);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var claims = JwtClaims.Of(answer.RootElement.GetProperty("access_token").GetString()!);
        return (claims.GetProperty("iss").GetString()!, claims.GetProperty("clientAddress").GetString()!);
    }

    private static HttpClient ClientAt(string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
