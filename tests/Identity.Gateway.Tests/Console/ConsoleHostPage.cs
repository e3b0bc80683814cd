using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Identity.Gateway.Tests.Hosting;
using Identity.Testing;

namespace Identity.Gateway.Tests.Console;

public partial class ConsoleHostPage(GatewayHost host)
{
    [Fact]
    public async Task Tells_the_console_where_it_is()
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync($"{host.BaseUrl}/admin/{TestRealm.Name}/console/");

        using var environment = JsonDocument.Parse(EnvironmentPattern().Match(answer.Body).Groups[1].Value);
        var values = environment.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ToString());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["serverBaseUrl"] = host.BaseUrl,
                ["adminBaseUrl"] = host.BaseUrl,
                ["authUrl"] = host.BaseUrl,
                ["authServerUrl"] = host.BaseUrl,
                ["realm"] = TestRealm.Name,
                ["clientId"] = "security-admin-console",
                ["resourceUrl"] = $"/resources/{TestConsole.Version}/admin/console",
                ["logo"] = string.Empty,
                ["logoUrl"] = string.Empty,
                ["darkMode"] = "True",
                ["consoleBaseUrl"] = $"/admin/{TestRealm.Name}/console/",
                ["masterRealm"] = "master",
                ["resourceVersion"] = TestConsole.Version,
            },
            values);
        Assert.Contains($"src=\"/resources/{TestConsole.Version}/admin/console/main.js\"", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Keycloak", answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Runs_nothing_but_the_consoles_files_and_is_framed_by_nobody_else()
    {
        using var browser = new Browser(host);

        var answer = await browser.GetAsync($"{host.BaseUrl}/admin/{TestRealm.Name}/console/");

        var policy = answer.Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("no-cache", answer.Header("Cache-Control"));
        Assert.Equal("SAMEORIGIN", answer.Header("X-Frame-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("none", answer.Header("X-Robots-Tag"));
        Assert.Empty(answer.Header("Set-Cookie"));
    }

    [Fact]
    public async Task Is_the_same_page_whatever_a_realm_calls_itself()
    {
        const string name = "o'hara -- übung";
        using var browser = new Browser(host);
        await host.ImportAsync(new() { ["realm"] = name, ["enabled"] = true, ["displayName"] = "</script><script>alert(1)</script>", ["displayNameHtml"] = "<img src=x onerror=alert(1)>" });

        var answer = await browser.GetAsync($"{host.BaseUrl}/admin/{Uri.EscapeDataString(name)}/console/");

        using var environment = JsonDocument.Parse(EnvironmentPattern().Match(answer.Body).Groups[1].Value);
        Assert.Equal(name, environment.RootElement.GetProperty("realm").GetString());
        Assert.Equal($"/admin/{Uri.EscapeDataString(name)}/console/", environment.RootElement.GetProperty("consoleBaseUrl").GetString());
        Assert.DoesNotContain("alert", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("o'hara", answer.Body, StringComparison.Ordinal);
        Assert.Equal(2, ScriptPattern().Count(answer.Body));
    }

    [Theory]
    [InlineData("a\"></script><script>alert(1)</script>")]
    [InlineData("a'><script>alert(1)")]
    public async Task A_made_up_host_is_never_markup(string name)
    {
        var status = await RawRequest.SendAsync(host.BaseUrl, $"GET /admin/acme/console/ HTTP/1.1\nHost: {name}\nConnection: close");

        Assert.StartsWith("HTTP/1.1 400", status, StringComparison.Ordinal);
    }

    [GeneratedRegex("<script id=\"environment\" type=\"application/json\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex EnvironmentPattern();

    [GeneratedRegex("<script")]
    private static partial Regex ScriptPattern();
}
