using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.ServerInfo;

/// <summary>What a console asks before its first page.</summary>
public class BootingAConsole(GatewayServer server)
{
    private const string User = """
        {"username":"clerk","enabled":true,"email":"clerk@example.org","firstName":"C","lastName":"L","credentials":[{"type":"password","value":"clerk"}]}
        """;

    [Fact]
    public async Task The_server_info_has_what_pages_read()
    {
        var admin = await AdminApi.CreateAsync(server);

        var info = (await admin.SendAsync(HttpMethod.Get, "/admin/serverinfo", body: null)).Json;

        Assert.Equal("26.7.4", info.GetProperty("systemInfo").GetProperty("version").GetString());
        foreach (var kind in (string[])["login-protocol", "signature", "clientSignature", "cekmanagement", "contentencryption", "hash", "client-registration-policy"])
        {
            Assert.True(info.GetProperty("providers").GetProperty(kind).TryGetProperty("providers", out _), kind);
        }

        foreach (var kind in (string[])["common", "admin", "login", "welcome", "account", "email"])
        {
            Assert.NotEmpty(info.GetProperty("themes").GetProperty(kind).EnumerateArray());
        }

        var organizations = info.GetProperty("features").EnumerateArray().Single(feature => feature.GetProperty("name").GetString() == "ORGANIZATION");
        Assert.False(organizations.GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task An_administrator_of_the_server_sees_the_roles_for_the_realm_that_is_shown()
    {
        var admin = await AdminApi.CreateAsync(server);

        var me = await admin.SendAsync(HttpMethod.Get, $"/admin/master/console/whoami?currentRealm={admin.Realm}", body: null);

        Assert.Equal("userId realm displayName locale temporary createRealm realm_access", me.Keys);
        Assert.True(me.Json.GetProperty("createRealm").GetBoolean());
        var roles = me.Json.GetProperty("realm_access").GetProperty(admin.Realm).EnumerateArray().Select(role => role.GetString());
        Assert.Superset(new HashSet<string?> { "admin", "manage-realm", "view-users" }, roles.ToHashSet());
    }

    [Theory]
    [InlineData("/admin/master/console/whoami?currentRealm=nonesuch", 404)]
    [InlineData("/admin/nonesuch/console/whoami", 401)]
    public async Task Another_console_is_refused(string path, int status)
    {
        var admin = await AdminApi.CreateAsync(server);

        Assert.Equal(status, (await admin.SendAsync(HttpMethod.Get, path, body: null)).Status);
    }

    [Fact]
    public async Task Somebody_without_admin_roles_sees_nothing()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/users", User);
        var clerk = await admin.AsAsync(admin.Realm, "clerk", "clerk");

        var info = await clerk.SendAsync(HttpMethod.Get, "/admin/serverinfo", body: null);
        var me = await clerk.SendAsync(HttpMethod.Get, $"/admin/{admin.Realm}/console/whoami", body: null);

        Assert.Equal((403, 403), (info.Status, me.Status));
        Assert.Equal("""{"error":"No realm access"}""", me.Body);
    }
}
