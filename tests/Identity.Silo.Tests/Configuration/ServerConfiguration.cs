using Identity.Silo.Configuration;
using Microsoft.Extensions.Logging;

namespace Identity.Silo.Tests.Configuration;

public sealed class ServerConfiguration
{
    private static readonly string s_key = Convert.ToBase64String(new byte[32]);

    [Fact]
    public void Development_needs_nothing()
    {
        var options = Read(ServerMode.Development);

        Assert.Equal((true, 8080, 9000, false), (options.Listen.Http, options.Listen.HttpPort, options.Management.Port, options.Log.Json));
        Assert.Null(options.Database);
        Assert.Equal(TimeSpan.Zero, options.ShutdownDelay);
    }

    [Theory]
    [InlineData(ServerMode.Production)]
    [InlineData(ServerMode.Cluster)]
    [InlineData(ServerMode.Development)]
    public void The_dashboard_is_there_where_it_is_switched_on(object mode)
    {
        (string, string)[] needed =
            [("KC_DB_URL", "jdbc:postgresql://db/identity"), ("KC_HOSTNAME", "https://id.example.com"), ("KC_HTTP_ENABLED", "true"), ("IDENTITY_SEAL_KEYS", s_key)];

        Assert.False(Read((ServerMode)mode, needed).Management.Dashboard);
        Assert.True(Read((ServerMode)mode, [.. needed, ("KC_ORLEANS_DASHBOARD_ENABLED", "true")]).Management.Dashboard);
    }

    [Fact]
    public void Production_says_all_that_is_missing_at_once()
    {
        var exception = Assert.Throws<ConfigurationProblemsException>(() => Read(ServerMode.Production, ("KC_HTTP_PORT", "x"), ("KC_LOG_LEVEL", "loud")));

        foreach (var name in (string[])["--db-url", "--hostname", "--https-certificate-file", "--seal-key-file", "--http-port", "--log-level"])
        {
            Assert.Contains(exception.Problems, problem => problem.StartsWith(name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Production_behind_a_proxy_is_as_keycloaks()
    {
        var options = Read(
            ServerMode.Production,
            ("KC_DB", "postgres"),
            ("KC_DB_URL", "jdbc:postgresql://db/identity"),
            ("KC_DB_USERNAME", "kc"),
            ("KC_DB_PASSWORD", "p"),
            ("KC_DB_SCHEMA", "idp"),
            ("KC_HOSTNAME", "https://id.example.com"),
            ("KC_HOSTNAME_ADMIN", "https://admin.example.com"),
            ("KC_HTTP_ENABLED", "true"),
            ("KC_PROXY_HEADERS", "xforwarded"),
            ("KC_PROXY_TRUSTED_ADDRESSES", "10.0.0.0/8,192.168.1.1"),
            ("KC_LOG_LEVEL", "warn,Identity:debug"),
            ("IDENTITY_SEAL_KEYS", $"{s_key},{s_key}"));

        Assert.Equal(("kc", "p", "idp"), (options.Database!.Username, options.Database.Password, options.Database.SearchPath));
        Assert.Equal((new Uri("https://id.example.com"), new Uri("https://admin.example.com")), (options.Hostname.Url, options.Hostname.Admin));
        Assert.Equal(ProxyHeaderKind.XForwarded, options.Proxy.Headers);
        Assert.Equal(2, options.Proxy.Trusted.Count);
        Assert.Equal(2, options.SealKeys.Count);
        Assert.Equal((LogLevel.Warning, true), (options.Log.Level, options.Log.Json));
        Assert.Equal(new KeyValuePair<string, LogLevel>("Identity", LogLevel.Debug), Assert.Single(options.Log.Categories));
        Assert.DoesNotContain("Password", options.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("2", 2_000)]
    [InlineData("2s", 2_000)]
    [InlineData("1m", 60_000)]
    [InlineData("PT1.5S", 1_500)]
    public void Durations_are_written_as_in_keycloak(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read(ServerMode.Development, ("KC_SHUTDOWN_DELAY", text)).ShutdownDelay);

    [Theory]
    [InlineData("KC_DB", "mariadb")]
    [InlineData("KC_HTTP_PORT", "65536")]
    [InlineData("KC_HTTP_ENABLED", "maybe")]
    [InlineData("KC_HTTP_HOST", "all")]
    [InlineData("KC_HTTP_MANAGEMENT_PORT", "8080")]
    [InlineData("KC_HOSTNAME", "ftp://x")]
    [InlineData("KC_HOSTNAME", "https://x?y")]
    [InlineData("KC_PROXY_HEADERS", "all")]
    [InlineData("KC_PROXY_TRUSTED_ADDRESSES", "10.0.0.0/99")]
    [InlineData("KC_DB_SCHEMA", "a;b")]
    [InlineData("KC_TRUSTSTORE_PATHS", "/nowhere")]
    [InlineData("KC_IMPORT_REALM", "/nowhere")]
    [InlineData("KC_SHUTDOWN_TIMEOUT", "-1s")]
    [InlineData("IDENTITY_SEAL_KEYS", "c2hvcnQ=")]
    [InlineData("KC_HTTPS_CERTIFICATE_FILE", "/nowhere")]
    public void A_value_that_cannot_be_is_one_problem_that_names_its_variable(string variable, string value)
    {
        var exception = Assert.Throws<ConfigurationProblemsException>(() => Read(ServerMode.Development, (variable, value)));

        Assert.Contains(exception.Problems, problem => problem.Contains(variable, StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_name_without_a_scheme_follows_the_request() =>
        Assert.Equal((null, "id.example.com"), (Read(ServerMode.Development, ("KC_HOSTNAME", "id.example.com")).Hostname is var name ? name.Url : null, name.Host));

    private static ServerOptions Read(ServerMode mode, params (string Name, string Value)[] environment) =>
        ServerOptionsReader.Read(SettingValues.Read(new Dictionary<string, string>(), environment.ToDictionary(pair => pair.Name, pair => pair.Value)), mode);
}
