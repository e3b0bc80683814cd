using System.Net;
using Identity.Testing;
using Identity.Testing.Processes;

namespace Identity.Silo.Tests.Dashboard;

/// <summary>Who sees the Orleans Dashboard, where, and what of it.</summary>
public sealed class DashboardAccess(DashboardServer server) : IClassFixture<DashboardServer>
{
    private const string Counters = "/dashboard/DashboardCounters";

    [Theory]
    [InlineData("/dashboard", "")]
    [InlineData("/dashboard/", "Orleans Dashboard")]
    [InlineData("/dashboard/index.min.js", "function")]
    [InlineData("/dashboard/index.css", "{")]
    [InlineData(Counters, "totalActivationCount")]
    [InlineData("/dashboard/ClusterStats", "{")]
    [InlineData("/dashboard/TopGrainMethods", "latency")]
    [InlineData("/dashboard/GrainTypes", "Identity.Grains.")]
    [InlineData("/dashboard/Reminders", "reminders")]
    public async Task An_administrator_of_master_sees_it(string path, string content)
    {
        var token = (await server.AdministratorAsync()).AccessToken;

        using var answer = await server.AskAsync(path, token);

        Assert.Equal(path == "/dashboard" ? HttpStatusCode.MovedPermanently : HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(content, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/")]
    [InlineData("/dashboard/index.min.js")]
    [InlineData(Counters)]
    public async Task It_is_not_on_the_port_for_requests(string path)
    {
        var token = (await server.AdministratorAsync()).AccessToken;
        using var first = await server.AskAsync("/dashboard/", token);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await http.GetAsync(new Uri(server.Server.Url + path));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData(Counters)]
    [InlineData("/dashboard/index.min.js")]
    [InlineData("/dashboard/GrainState")]
    public async Task Data_without_a_token_is_refused(string path)
    {
        using var answer = await server.AskAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_page_without_a_token_asks_for_one()
    {
        using var answer = await server.AskAsync("/dashboard");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("<form method=\"post\" action=\"/dashboard\">", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_a_bad_token_is_refused()
    {
        using var answer = await server.AskAsync("/dashboard", "not.a.token");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Others_are_refused()
    {
        var plain = (await server.LogInAsync(TestRealm.Name, TestRealm.User, TestRealm.Password)).AccessToken;
        using var beforehand = await server.AskAsync(Counters, plain);
        Assert.Equal(HttpStatusCode.Forbidden, beforehand.StatusCode);

        await server.MakeRealmAdministratorAsync(TestRealm.Name, TestRealm.User);
        var realmAdministrator = (await server.LogInAsync(TestRealm.Name, TestRealm.User, TestRealm.Password)).AccessToken;

        foreach (var path in (string[])[Counters, "/dashboard", "/dashboard/"])
        {
            using var answer = await server.AskAsync(path, realmAdministrator);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            using var cookie = await server.AskAsync(path, cookie: $"IDENTITY_DASHBOARD={realmAdministrator}");
            Assert.Equal(HttpStatusCode.Forbidden, cookie.StatusCode);
        }

        using var form = await server.PostAsync(realmAdministrator, server.Server.Management);
        Assert.Equal(HttpStatusCode.Forbidden, form.StatusCode);
        Assert.False(form.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_token_does_not_outlive_its_login()
    {
        var tokens = await server.AdministratorAsync();
        using var before = await server.AskAsync(Counters, tokens.AccessToken);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await server.LogOutAsync("master", tokens);

        using var after = await server.AskAsync(Counters, tokens.AccessToken);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        using var cookie = await server.AskAsync(Counters, cookie: $"IDENTITY_DASHBOARD={tokens.AccessToken}");
        Assert.Equal(HttpStatusCode.Unauthorized, cookie.StatusCode);
    }

    [Theory]
    [InlineData("/dashboard/GrainState?grainId=x&grainType=y")]
    [InlineData("/dashboard/grainstate")]
    [InlineData("/dashboard/%47rainState/")]
    [InlineData("/dashboard/Trace")]
    [InlineData("/dashboard/index.min.js.map")]
    public async Task State_of_grains_and_the_log_are_shown_to_nobody(string path)
    {
        using var answer = await server.AskAsync(path, (await server.AdministratorAsync()).AccessToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_browser_keeps_the_token_in_a_cookie_for_the_dashboard_alone()
    {
        var token = (await server.AdministratorAsync()).AccessToken;

        using var answer = await server.PostAsync(token, server.Server.Management);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/dashboard/", answer.Headers.Location!.OriginalString);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Equal($"IDENTITY_DASHBOARD={token}; path=/dashboard; samesite=strict; httponly", cookie);
        using var data = await server.AskAsync(Counters, cookie: cookie[..cookie.IndexOf(';')]);
        Assert.Equal(HttpStatusCode.OK, data.StatusCode);
        Assert.DoesNotContain(token, server.Server.Process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("null")]
    public async Task A_form_from_elsewhere_is_refused(string origin)
    {
        using var answer = await server.PostAsync((await server.AdministratorAsync()).AccessToken, origin);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData(100, 401)]
    [InlineData(20_000, 413)]
    public async Task A_form_without_a_good_token_is_refused(int length, int status)
    {
        using var answer = await server.PostAsync(new string('x', length), origin: null);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("DELETE", "/dashboard")]
    [InlineData("POST", Counters)]
    [InlineData("PUT", "/dashboard/")]
    public async Task Nothing_else_is_taken(string method, string path)
    {
        using var answer = await server.AskAsync(path, (await server.AdministratorAsync()).AccessToken, method: method);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task Not_switched_on_nothing_of_it_is_there()
    {
        await using var without = await DevServer.StartAsync();

        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri($"{without.Management}/dashboard"));

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.DoesNotContain("Orleans.Dashboard.dll", await File.ReadAllTextAsync($"/proc/{without.Process.Id}/maps"), StringComparison.Ordinal);
    }
}
