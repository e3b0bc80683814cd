using Identity.Gateway.Tests.Admin.Access;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Events;

/// <summary>A change and its event are one commit: where the event cannot be stored nothing has changed.</summary>
public class ChangesAndTheirEvents(GatewayServer server)
{
    public static TheoryData<string, string, string?> Changes => new()
    {
        { "PUT", "", """{"displayName":"Other"}""" },
        { "PUT", "/events/config", """{"eventsEnabled":true}""" },
        { "POST", "/logout-all", "{}" },
        { "POST", "/partialImport", """{"users":[{"username":"new"}],"groups":[{"name":"new"}],"roles":{"realm":[{"name":"new"}]},"clients":[{"clientId":"new"}]}""" },
        { "POST", "/users", """{"username":"new","enabled":true}""" },
        { "PUT", "/users/{person}", """{"lastName":"Other"}""" },
        { "DELETE", "/users/{person}", null },
        { "PUT", "/users/{person}/reset-password", """{"value":"other"}""" },
        { "PUT", "/users/{person}/groups/{plain}", "{}" },
        { "POST", "/users/{person}/logout", "{}" },
        { "POST", "/users/{person}/federated-identity/mine", """{"userId":"me"}""" },
        { "POST", "/users/{person}/impersonation", "{}" },
        { "POST", "/groups", """{"name":"new"}""" },
        { "PUT", "/groups/{plain}", """{"name":"other"}""" },
        { "DELETE", "/groups/{plain}", null },
        { "POST", "/groups/{bosses}/children", """{"id":"{plain}","name":"plain"}""" },
        { "PUT", "/default-groups/{plain}", "{}" },
        { "POST", "/roles", """{"name":"new"}""" },
        { "PUT", "/roles/plain", """{"name":"other"}""" },
        { "DELETE", "/roles/plain", null },
        { "PUT", "/clients/{robot}", """{"name":"Other"}""" },
        { "DELETE", "/clients/{robot}", null },
        { "POST", "/clients/{robot}/client-secret", "{}" },
        { "POST", "/clients/{robot}/roles", """{"name":"new"}""" },
        { "POST", "/clients/{robot}/registration-access-token", "{}" },
        { "POST", "/client-scopes", """{"name":"new","protocol":"openid-connect"}""" },
        { "POST", "/clients-initial-access", """{"count":1}""" },
        { "POST", "/components", """{"name":"made","providerId":"hmac-generated","providerType":"org.keycloak.keys.KeyProvider","config":{"priority":["1"]}}""" },
        { "POST", "/authentication/flows", """{"alias":"new","providerId":"basic-flow","topLevel":true,"builtIn":false}""" },
        { "DELETE", "/events", null },
        { "DELETE", "/admin-events", null },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Nothing_changes_where_nothing_can_be_told(string method, string path, string? body)
    {
        var realm = await PowerfulRealm.CreateAsync(server);

        await CheckAsync(realm.Admin, method, realm.Fill(path), body is null ? null : realm.Fill(body));

        Assert.NotEmpty((await realm.Admin.GetAsync("/admin-events")).Json.EnumerateArray());
    }

    [Fact]
    public async Task Nothing_of_a_tree_of_groups_goes_untold()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var (left, right) = (await ChildAsync(realm, realm.Plain, "left"), await ChildAsync(realm, realm.Plain, "right"));
        await ChildAsync(realm, left, "deep");
        await ChildAsync(realm, right, "deep");

        await CheckAsync(realm.Admin, "DELETE", $"/groups/{realm.Plain}", null);

        Assert.Equal(["bosses"], (await realm.Admin.GetAsync("/groups")).Json.EnumerateArray().Select(group => group.GetProperty("name").GetString()));
        Assert.Equal(404, (await realm.Admin.GetAsync($"/groups/{right}")).Status);
    }

    [Fact]
    public async Task No_role_leaves_another_untold()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        await realm.Admin.CreateAsync("/roles", """{"name":"whole"}""");
        var whole = (await realm.Admin.GetAsync("/roles/whole")).Text("id")!;
        var part = await realm.Admin.GetAsync("/roles/plain");
        await server.UpdateRoleAsync(realm.Admin.Realm, part.Text("id")!, role => role with { PartOfIds = [whole] });
        Assert.Equal("plain", (await realm.Admin.GetAsync("/roles/whole/composites")).Names());

        await CheckAsync(realm.Admin, "DELETE", "/roles/whole/composites", $"[{part.Body}]");

        Assert.Equal("", (await realm.Admin.GetAsync("/roles/whole/composites")).Names());
    }

    [Fact]
    public async Task No_realm_is_made_untold()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var name = $"made-{Guid.NewGuid():N}";
        var master = realm.Admin.In("master");
        await master.PutAsync("/events/config", """{"adminEventsEnabled":true}""");
        await RefuseEventsAsync(name, $"NEW.resource_path = '{name}'");

        var failed = await realm.Admin.SendAsync(HttpMethod.Post, "/admin/realms", $$"""{"realm":"{{name}}","enabled":true}""");

        await AllowEventsAsync(name);
        Assert.True(failed.Status >= 500, $"{failed.Status} {failed.Body}");
        Assert.Equal(404, (await realm.Admin.SendAsync(HttpMethod.Get, $"/admin/realms/{name}", null)).Status);
        Assert.Equal(201, (await realm.Admin.SendAsync(HttpMethod.Post, "/admin/realms", $$"""{"realm":"{{name}}","enabled":true}""")).Status);
        var told = (await master.GetAsync($"/admin-events?operationTypes=CREATE&resourceTypes=REALM&resourcePath={name}")).Json;
        Assert.Equal(name, Assert.Single(told.EnumerateArray()).GetProperty("resourcePath").GetString());
        Assert.Equal(409, (await realm.Admin.SendAsync(HttpMethod.Post, "/admin/realms", $$"""{"realm":"{{name}}","enabled":true}""")).Status);
        Assert.Single((await master.GetAsync($"/admin-events?resourceTypes=REALM&resourcePath={name}")).Json.EnumerateArray());
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/admin-events")]
    public async Task Clearing_events_leaves_an_event_whatever_the_realm_keeps(string path)
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var clearer = await realm.AsAsync("manage-events");

        Assert.Equal(204, (await clearer.DeleteAsync(path)).Status);

        var told = Assert.Single((await realm.Admin.GetAsync("/admin-events")).Json.EnumerateArray());
        Assert.Equal(("DELETE", path[1..]), (told.GetProperty("operationType").GetString(), told.GetProperty("resourcePath").GetString()));
    }

    [Fact]
    public async Task Switching_events_off_is_told_and_clearing_them_afterwards_too()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        await realm.Admin.PutAsync("/events/config", """{"adminEventsEnabled":true}""");

        await realm.Admin.PutAsync("/events/config", """{"adminEventsEnabled":false}""");
        Assert.Equal("events/config", (await realm.Admin.GetAsync("/admin-events")).Json[0].GetProperty("resourcePath").GetString());
        await realm.Admin.DeleteAsync("/admin-events");

        Assert.Equal("admin-events", Assert.Single((await realm.Admin.GetAsync("/admin-events")).Json.EnumerateArray()).GetProperty("resourcePath").GetString());
    }

    [Theory]
    [InlineData("realm")]
    [InlineData("user")]
    [InlineData("keys")]
    public async Task Clearing_a_cache_is_told(string cache)
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        await realm.Admin.PutAsync("/events/config", """{"adminEventsEnabled":true}""");

        Assert.Equal(204, (await realm.Admin.PostAsync($"/clear-{cache}-cache", "{}")).Status);

        Assert.Equal($"clear-{cache}-cache", (await realm.Admin.GetAsync("/admin-events")).Json[0].GetProperty("resourcePath").GetString());
    }

    /// <summary>Asks for the change while its event cannot be stored, and then again.</summary>
    private async Task CheckAsync(AdminApi admin, string method, string path, string? body)
    {
        await admin.PutAsync("/events/config", """{"adminEventsEnabled":true}""");
        var id = (await server.FreshRealmAsync(admin.Realm)).Id;
        var before = await server.StoredAsync(admin.Realm);
        await RefuseEventsAsync(id, $"NEW.realm_id = '{id}'");

        var failed = await admin.SendAsync(new HttpMethod(method), path, body);

        await AllowEventsAsync(id);
        Assert.True(failed.Status >= 500, $"{failed.Status} {failed.Body}");
        Assert.Equal(before, await server.StoredAsync(admin.Realm));
        var done = await admin.SendAsync(new HttpMethod(method), path, body);
        Assert.True(done.Status is >= 200 and < 300, $"{done.Status} {done.Body}");
    }

    private Task RefuseEventsAsync(string name, string when) => server.ExecuteAsync($"""
        CREATE FUNCTION "refused_{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no events'; END $$;
        CREATE TRIGGER "refused_{name}" BEFORE INSERT ON admin_event FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION "refused_{name}"();
        """);

    private Task AllowEventsAsync(string name) => server.ExecuteAsync($"""DROP TRIGGER "refused_{name}" ON admin_event""");

    private static Task<string> ChildAsync(PowerfulRealm realm, string parent, string name) =>
        realm.Admin.CreateAsync($"/groups/{parent}/children", $$"""{"name":"{{name}}"}""");
}
