using System.Net;
using Identity.Gateway.Tests.Admin;
using Identity.Gateway.Tests.Fixtures;
using Browser = Identity.Gateway.Tests.Hosting.Browser;

namespace Identity.Gateway.Tests.Login;

/// <summary>Strangers' guesses keep nobody out of a browser that he or she has logged in in.</summary>
public class KnownBrowserLogins(GatewayServer server)
{
    private const string Cookie = "IDENTITY_KNOWN_BROWSER";
    private const string Password = "right-password";
    private const string Shop = """{"clientId":"shop","publicClient":true,"redirectUris":["http://localhost:9999/callback"]}""";

    [Fact]
    public async Task The_owner_gets_in_at_once_while_strangers_at_several_addresses_are_locked_out()
    {
        var admin = await CreateAsync("ann");
        using var owner = new Browser(server.BaseUrl, admin.Realm);
        Assert.NotEmpty((await owner.LogInAsync("ann", Password)).Code);
        await LockAsync(admin, "ann");

        Assert.False(await LogsInAsync(admin, "ann", cookie: null, address: "127.0.0.2"));
        Assert.False(await LogsInAsync(admin, "ann", cookie: null, address: "127.0.0.9"));
        Assert.NotEmpty((await owner.LogInAsync("ann", Password, ("prompt", "login"))).Code);
        Assert.True(await LogsInAsync(admin, "ann", owner.CookieValue(Cookie)));
        Assert.False(await LogsInAsync(admin, "ann", cookie: null, address: "127.0.0.9"));
    }

    [Fact]
    public async Task A_known_browser_survives_a_logout()
    {
        var admin = await CreateAsync("ann");
        using var owner = new Browser(server.BaseUrl, admin.Realm);
        var tokens = await owner.RedeemAsync((await owner.LogInAsync("ann", Password)).Code);
        await owner.GetAsync($"{owner.Realm}/protocol/openid-connect/logout?id_token_hint={tokens.Text("id_token")}");
        await LockAsync(admin, "ann");

        Assert.NotEmpty((await owner.LogInAsync("ann", Password)).Code);
    }

    [Theory]
    [InlineData("own", true)]
    [InlineData("another user's", false)]
    [InlineData("another realm's", false)]
    [InlineData("from before a new password", false)]
    [InlineData("from before the same password was set again", false)]
    [InlineData("forged", false)]
    [InlineData("nonsense", false)]
    public async Task Only_a_cookie_of_the_user_and_the_password_helps(string which, bool helps)
    {
        var admin = await CreateAsync("ann", "bob");
        var cookie = await CookieAsync(which == "another realm's" ? await CreateAsync("ann") : admin, which == "another user's" ? "bob" : "ann");
        var password = which == "from before a new password" ? "another-password" : Password;
        if (which.StartsWith("from before", StringComparison.Ordinal))
        {
            var user = (await admin.GetAsync("/users?username=ann")).Json[0].GetProperty("id").GetString();
            Assert.Equal(204, (await admin.PutAsync($"/users/{user}/reset-password", $$"""{"type":"password","value":"{{password}}","temporary":false}""")).Status);
        }

        cookie = which switch
        {
            "forged" => (cookie[0] == 'A' ? "B" : "A") + cookie[1..],
            "nonsense" => "[]",
            _ => cookie,
        };
        await LockAsync(admin, "ann");

        Assert.Equal(helps, await LogsInAsync(admin, "ann", cookie, password));
    }

    [Fact]
    public async Task A_known_browser_that_guesses_is_locked_by_its_own_count_and_then_by_everybodys()
    {
        var admin = await CreateAsync("ann");
        var cookie = await CookieAsync(admin, "ann");
        await GuessAsync(admin, "ann", cookie, 3);
        Assert.True(await LogsInAsync(admin, "ann", cookie: null));
        await LockAsync(admin, "ann");

        Assert.False(await LogsInAsync(admin, "ann", cookie));
    }

    [Fact]
    public async Task A_stolen_browser_cannot_guess_for_ever()
    {
        var admin = await CreateAsync("ann");
        var cookie = await CookieAsync(admin, "ann");

        await GuessAsync(admin, "ann", cookie, 6);

        Assert.False(await LogsInAsync(admin, "ann", cookie));
        Assert.Equal((3, 3), await CountsAsync(admin, "ann"));
    }

    [Fact]
    public async Task The_attack_detection_shows_and_forgets_what_known_browsers_guessed()
    {
        var admin = await CreateAsync("ann");
        var cookie = await CookieAsync(admin, "ann");
        await GuessAsync(admin, "ann", cookie, 2);
        var path = $"/attack-detection/brute-force/users/{(await server.UserAsync(admin.Realm, "ann")).Id}";

        var status = await admin.GetAsync(path);
        Assert.Equal(204, (await admin.DeleteAsync(path)).Status);

        Assert.Equal(("2", "False", "127.0.0.1"), (status.Text("numFailures"), status.Text("disabled"), status.Text("lastIPFailure")));
        Assert.Equal((0, 0), await CountsAsync(admin, "ann"));
    }

    [Fact]
    public async Task A_browser_knows_its_last_three_users()
    {
        string[] users = ["ann", "bob", "carl", "dora"];
        var admin = await CreateAsync(users);
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        foreach (var user in users)
        {
            Assert.NotEmpty((await browser.LogInAsync(user, Password, ("prompt", "login"))).Code);
        }

        await LockAsync(admin, "ann");
        await LockAsync(admin, "bob");

        var cookie = browser.CookieValue(Cookie);
        Assert.InRange(cookie!.Length, 1, 4095);
        Assert.False(await LogsInAsync(admin, "ann", cookie));
        Assert.True(await LogsInAsync(admin, "bob", cookie));
    }

    [Fact]
    public async Task The_cookie_is_the_realms_hidden_from_scripts_and_says_nothing()
    {
        var admin = await CreateAsync("ann");
        using var browser = new Browser(server.BaseUrl, admin.Realm);

        var refused = await browser.LogInAsync("ann", "wrong");
        var answer = await browser.LogInAsync("ann", Password);

        var cookie = Assert.Single(answer.Header("Set-Cookie").Split('\n'), cookie => cookie.StartsWith(Cookie, StringComparison.Ordinal));
        Assert.EndsWith($"; max-age=15552000; path=/realms/{admin.Realm}/; samesite=lax; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Cookie, refused.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.DoesNotContain((await server.UserAsync(admin.Realm, "ann")).Id, cookie, StringComparison.Ordinal);
    }

    /// <summary>Wrong passwords of strangers, each at an address of its own.</summary>
    private async Task LockAsync(AdminApi admin, string username)
    {
        for (var guess = 0; guess < 3; guess++)
        {
            using var stranger = new Browser(server.BaseUrl, admin.Realm, $"127.0.0.{2 + guess}");
            Assert.Equal(HttpStatusCode.OK, (await stranger.LogInAsync(username, "wrong")).Status);
        }
    }

    private async Task GuessAsync(AdminApi admin, string username, string cookie, int times)
    {
        using var browser = WithCookie(admin, cookie);
        for (var guess = 0; guess < times; guess++)
        {
            await browser.LogInAsync(username, "wrong");
        }
    }

    private async Task<bool> LogsInAsync(AdminApi admin, string username, string? cookie, string password = Password, string address = "127.0.0.1")
    {
        using var browser = WithCookie(admin, cookie, address);
        var answer = await browser.LogInAsync(username, password);
        var code = answer.Parameter("code");
        Assert.True(code is not null || answer.Body.Contains("Invalid username or password.", StringComparison.Ordinal), answer.Body);
        return code is not null;
    }

    private async Task<string> CookieAsync(AdminApi admin, string username)
    {
        using var browser = new Browser(server.BaseUrl, admin.Realm);
        Assert.NotEmpty((await browser.LogInAsync(username, Password)).Code);
        return browser.CookieValue(Cookie)!;
    }

    private Browser WithCookie(AdminApi admin, string? cookie, string address = "127.0.0.1")
    {
        var browser = new Browser(server.BaseUrl, admin.Realm, address);
        if (cookie is not null)
        {
            browser.Cookies.Add(new Uri($"{browser.Realm}/"), new Cookie(Cookie, cookie));
        }

        return browser;
    }

    private async Task<(int, int)> CountsAsync(AdminApi admin, string username)
    {
        var failures = (await server.UserAsync(admin.Realm, username)).Failures;
        return (failures?.Count ?? 0, failures?.InKnownBrowsers?.Count ?? 0);
    }

    private async Task<AdminApi> CreateAsync(params string[] usernames)
    {
        var admin = await AdminApi.CreateAsync(server);
        await server.UpdateRealmAsync(admin.Realm, realm => realm with { BruteForceProtected = true, FailureFactor = 3, QuickLoginCheckMilliSeconds = 0 });
        await admin.CreateAsync("/clients", Shop);
        foreach (var name in usernames)
        {
            await admin.CreateAsync("/users", $$"""
                {"username":"{{name}}","enabled":true,"email":"{{name}}@example.org","firstName":"A","lastName":"B","credentials":[{"type":"password","value":"{{Password}}"}]}
                """);
        }

        return admin;
    }
}
