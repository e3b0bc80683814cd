using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Users;

/// <summary>What administrators see of users and other records that cannot be read as they are stored, and what they can do.</summary>
public sealed class UnreadableUsers(GatewayServer server)
{
    [Fact]
    public async Task A_list_shows_the_user_and_who_may_give_every_role_removes_it()
    {
        var admin = await AdminApi.CreateAsync(server);
        var group = await admin.CreateAsync("/groups", """{"name":"staff"}""");
        var broken = await admin.CreateAsync("/users", """{"username":"broken","enabled":true,"groups":["staff"]}""");
        await admin.CreateAsync("/users", """{"username":"sound","enabled":true,"groups":["staff"]}""");
        var clerk = await admin.AsNewAsync(["manage-users"]);
        await server.ExecuteAsync($$"""UPDATE user_account SET version = version + 1, doc = doc || '{"credentials":5}' WHERE id = '{{broken}}'""");

        foreach (var path in (string[])["/users?max=50", "/users?briefRepresentation=true", "/ui-ext/brute-force-user", $"/groups/{group}/members"])
        {
            var list = await admin.GetAsync(path);
            Assert.True(list.Status == 200, list.Body);
            var users = list.Json.EnumerateArray().Where(user => user.GetProperty("username").GetString() is "broken" or "sound").ToList();
            Assert.Equal(["broken", "sound"], users.Select(user => user.GetProperty("username").GetString()));
            Assert.False(users[0].GetProperty("enabled").GetBoolean());
            Assert.Contains("cannot be read", users[0].GetProperty("attributes").GetProperty("unreadable")[0].GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(503, (await admin.GetAsync($"/users/{broken}")).Status);
        Assert.Equal(403, (await clerk.DeleteAsync($"/users/{broken}")).Status);
        Assert.Equal(204, (await admin.DeleteAsync($"/users/{broken}")).Status);
        Assert.Equal(404, (await admin.GetAsync($"/users/{broken}")).Status);
        Assert.DoesNotContain("broken", (await admin.GetAsync("/users")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_user_keeps_no_other_from_being_let_in_again()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.PutAsync("", """{"bruteForceProtected":true}""");
        var broken = await admin.CreateAsync("/users", """{"username":"broken","enabled":true}""");
        var sound = await admin.CreateAsync("/users", """{"username":"sound","enabled":true}""");
        await server.ExecuteAsync($$$"""
            UPDATE user_account SET version = version + 1, doc = doc || '{"failures":{"count":3}}' WHERE id IN ('{{{broken}}}', '{{{sound}}}');
            UPDATE user_account SET doc = doc || '{"credentials":5}' WHERE id = '{{{broken}}}'
            """);

        var cleared = await admin.DeleteAsync("/attack-detection/brute-force/users");

        Assert.Equal(500, cleared.Status);
        Assert.Contains(broken, cleared.Body, StringComparison.Ordinal);
        Assert.Equal(0, (await admin.GetAsync($"/attack-detection/brute-force/users/{sound}")).Json.GetProperty("numFailures").GetInt32());
    }

    [Fact]
    public async Task Lists_show_what_cannot_be_read_and_an_export_names_it()
    {
        var admin = await AdminApi.CreateAsync(server);
        var client = await admin.CreateAsync("/clients", """{"clientId":"app"}""");
        await admin.CreateAsync("/roles", """{"name":"clerk"}""");
        await admin.CreateAsync("/groups", """{"name":"staff"}""");
        await admin.CreateAsync("/client-scopes", """{"name":"extra","protocol":"openid-connect"}""");
        var realm = (await server.FreshRealmAsync(admin.Realm)).Id;
        await server.ExecuteAsync($$"""
            UPDATE client SET doc = doc || '{"redirectUris":5}' WHERE realm_id = '{{realm}}' AND client_id = 'app';
            UPDATE role SET doc = doc || '{"compositeIds":5}' WHERE realm_id = '{{realm}}' AND name = 'clerk';
            UPDATE user_group SET doc = doc || '{"roleIds":5}' WHERE realm_id = '{{realm}}' AND name = 'staff';
            UPDATE client_scope SET doc = doc || '{"protocolMappers":5}' WHERE realm_id = '{{realm}}' AND name = 'extra'
            """);

        foreach (var (path, name) in ((string, string)[])
            [("/clients?max=1000", "app"), ("/clients?clientId=app", "app"), ("/roles", "clerk"), ("/groups", "staff"), ("/client-scopes", "extra")])
        {
            var list = await admin.GetAsync(path);
            Assert.True(list.Status == 200, $"{path}: {list.Body}");
            var entry = Assert.Single(list.Json.EnumerateArray(), item => Name(item).StartsWith(name, StringComparison.Ordinal));
            Assert.True(path == "/groups" || entry.GetProperty("description").GetString()!.Contains("cannot be read", StringComparison.Ordinal), $"{path}: {entry}");
        }

        var exported = await admin.PostAsync("/partial-export?exportClients=true", "");
        Assert.Equal(500, exported.Status);
        Assert.Contains($"client {client}", exported.Body, StringComparison.Ordinal);
    }

    private static string Name(JsonElement item) => item.GetProperty(item.TryGetProperty("clientId", out _) ? "clientId" : "name").GetString()!;
}
