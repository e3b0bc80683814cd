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
        await realm.Admin.PutAsync("/events/config", """{"adminEventsEnabled":true}""");
        var id = (await server.FreshRealmAsync(realm.Admin.Realm)).Id;
        await server.ExecuteAsync($"""
            CREATE FUNCTION "refused_{id}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no events'; END $$;
            CREATE TRIGGER "refused_{id}" BEFORE INSERT ON admin_event FOR EACH ROW WHEN (NEW.realm_id = '{id}') EXECUTE FUNCTION "refused_{id}"();
            """);
        var before = await realm.StoredAsync();

        var failed = await realm.Admin.SendAsync(new HttpMethod(method), realm.Fill(path), body is null ? null : realm.Fill(body));

        await server.ExecuteAsync($"""DROP TRIGGER "refused_{id}" ON admin_event""");
        Assert.True(failed.Status >= 500, $"{failed.Status} {failed.Body}");
        Assert.Equal(before, await realm.StoredAsync());

        var done = await realm.Admin.SendAsync(new HttpMethod(method), realm.Fill(path), body is null ? null : realm.Fill(body));
        Assert.True(done.Status is >= 200 and < 300, $"{done.Status} {done.Body}");
        Assert.NotEmpty((await realm.Admin.GetAsync("/admin-events")).Json.EnumerateArray());
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
}
