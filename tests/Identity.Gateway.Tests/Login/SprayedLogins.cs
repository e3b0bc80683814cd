using System.Net;
using Identity.Gateway.Tests.Admin;
using Identity.Gateway.Tests.Fixtures;
using Identity.Grains.Passwords;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Browser = Identity.Gateway.Tests.Hosting.Browser;

namespace Identity.Gateway.Tests.Login;

/// <summary>A network from which the passwords of many users have been guessed is held back, but for browsers of users of their own.</summary>
public class SprayedLogins(GatewayServer server)
{
    private const long Each = 12_000;
    private const string Password = "right-password";
    private const string Shop = """{"clientId":"shop","publicClient":true,"directAccessGrantsEnabled":true,"redirectUris":["http://localhost:9999/callback"]}""";
    private const string Server = """{"clientId":"server","secret":"right","directAccessGrantsEnabled":true}""";

    [Fact]
    public async Task The_login_page_says_to_wait_and_counts_and_shows_nothing_more()
    {
        var admin = await CreateAsync();
        await SprayAsync(admin, "127.0.0.21");
        using var sprayer = new Browser(server.BaseUrl, admin.Realm, "127.0.0.21");

        var right = await sprayer.LogInAsync("ann", Password);
        var wrong = await sprayer.LogInAsync("ann", "wrong");

        Assert.All([right, wrong], answer =>
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
            Assert.InRange(int.Parse(answer.Header("Retry-After"), null), 1, 620);
            Assert.Contains("Too many failed sign-ins from your network.", answer.Body, StringComparison.Ordinal);
        });
        Assert.Null((await server.UserAsync(admin.Realm, "ann")).Failures);
        using var other = new Browser(server.BaseUrl, admin.Realm, "127.0.0.22");
        Assert.NotEmpty((await other.LogInAsync("ann", Password)).Code);
    }

    [Fact]
    public async Task An_owner_gets_in_with_a_known_browser_of_the_same_network()
    {
        var admin = await CreateAsync();
        using var owner = new Browser(server.BaseUrl, admin.Realm, "127.0.0.23");
        Assert.NotEmpty((await owner.LogInAsync("ann", Password)).Code);
        await SprayAsync(admin, "127.0.0.23");

        Assert.NotEmpty((await owner.LogInAsync("ann", Password, ("prompt", "login"))).Code);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await owner.LogInAsync("bob", Password, ("prompt", "login"))).Status);
    }

    [Fact]
    public async Task The_password_grant_of_a_public_client_is_held_back_and_a_servers_is_not()
    {
        var admin = await CreateAsync();
        await SprayAsync(admin, "127.0.0.1");
        var client = new OidcClient(server, admin.Realm);

        var held = await client.PostAsync("token", $"grant_type=password&client_id=shop&username=ann&password={Password}");
        var ofServer = await client.PostAsync("token", $"grant_type=password&client_id=server&client_secret=right&username=ann&password={Password}");

        Assert.Equal((429, "invalid_grant"), (held.Status, held.Error));
        Assert.NotEmpty(held.Header("Retry-After")!);
        Assert.Equal(200, ofServer.Status);
    }

    [Fact]
    public async Task Strangers_lock_nobody_out_of_a_known_browser_for_good()
    {
        var admin = await CreateAsync(realm => realm with { PermanentLockout = true, FailureFactor = 2 });
        using var owner = new Browser(server.BaseUrl, admin.Realm);
        Assert.NotEmpty((await owner.LogInAsync("ann", Password)).Code);
        using var stranger = new Browser(server.BaseUrl, admin.Realm, "127.0.0.24");
        await stranger.LogInAsync("ann", "wrong");
        await stranger.LogInAsync("ann", "wrong");
        Assert.True((await server.UserAsync(admin.Realm, "ann")).Failures!.LockedPermanently);

        Assert.Null((await stranger.LogInAsync("ann", Password)).Parameter("code"));
        Assert.NotEmpty((await owner.LogInAsync("ann", Password, ("prompt", "login"))).Code);

        var id = (await server.UserAsync(admin.Realm, "ann")).Id;
        Assert.Equal(204, (await admin.PutAsync($"/users/{id}", """{"enabled":false}""")).Status);
        Assert.Null((await owner.LogInAsync("ann", Password, ("prompt", "login"))).Parameter("code"));
    }

    // What other pods have counted, and one guess here, which tells this pod of it.
    private async Task SprayAsync(AdminApi admin, string address)
    {
        var realm = (await admin.GetAsync("")).Text("id")!;
        var network = server.Grains.Get<INetworkGrain>(GuessingNetwork.KeyOf(realm, address, serverOf: null));
        for (var failure = 0; failure < 300; failure++)
        {
            await network.CountAsync(Each);
        }

        using var browser = new Browser(server.BaseUrl, admin.Realm, address);
        Assert.Equal(HttpStatusCode.OK, (await browser.LogInAsync("nobody", "wrong")).Status);
    }

    private async Task<AdminApi> CreateAsync(Func<RealmState, RealmState>? settings = null)
    {
        var admin = await AdminApi.CreateAsync(server);
        await server.UpdateRealmAsync(admin.Realm, realm => (settings ?? (same => same))(realm with { BruteForceProtected = true, QuickLoginCheckMilliSeconds = 0 }));
        await admin.CreateAsync("/clients", Shop);
        await admin.CreateAsync("/clients", Server);
        foreach (var user in (string[])["ann", "bob"])
        {
            await admin.CreateAsync("/users", $$"""{"username":"{{user}}","enabled":true,"email":"{{user}}@example.org","firstName":"A","lastName":"B","credentials":[{"type":"password","value":"{{Password}}"}]}""");
        }

        return admin;
    }
}
