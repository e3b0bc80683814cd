using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.ClientScopes;

/// <summary>Client scopes over the admin API.</summary>
public class ClientScopeRecords(GatewayServer server)
{
    [Fact]
    public async Task A_scope_is_created_with_mappers_read_changed_and_removed()
    {
        var admin = await AdminApi.CreateAsync(server);

        var id = await admin.CreateAsync("/client-scopes/", """{"name":"team","protocol":"openid-connect","unknown":1,"attributes":{"a":"1","b":""},"protocolMappers":[{"name":"groups","protocol":"openid-connect","protocolMapper":"oidc-group-membership-mapper","config":{"claim.name":"groups"}}]}""");
        var changed = await admin.PutAsync($"/client-scopes/{id}", """{"name":"crew","description":"d","attributes":{"a":null,"c":"2"},"protocolMappers":[]}""");

        Assert.Equal((204, string.Empty), (changed.Status, changed.Body));
        var scope = await admin.GetAsync($"/client-scopes/{id}");
        Assert.Equal("id name description protocol attributes protocolMappers", scope.Keys);
        Assert.Equal(("crew", """{"b":"","c":"2"}""", 1), (scope.Text("name"), scope.Text("attributes"), scope.Json.GetProperty("protocolMappers").GetArrayLength()));
        Assert.Equal(204, (await admin.DeleteAsync($"/client-scopes/{id}")).Status);
        Assert.Equal((404, "Could not find client scope"), Refusal(await admin.GetAsync($"/client-scopes/{id}")));
    }

    [Theory]
    [InlineData("""{"name":"a b","protocol":"openid-connect"}""", 400, """{"errorMessage":"Unexpected name \u0022a b\u0022 for ClientScope"}""")]
    [InlineData("""{"name":"","protocol":"openid-connect"}""", 400, """{"errorMessage":"Unexpected name \u0022\u0022 for ClientScope"}""")]
    [InlineData("""{"name":"x"}""", 400, """{"errorMessage":"Unexpected protocol"}""")]
    [InlineData("""{"name":"x","protocol":"nope"}""", 400, """{"errorMessage":"Unexpected protocol"}""")]
    [InlineData("""{"name":"email","protocol":"openid-connect"}""", 409, """{"errorMessage":"Client Scope email already exists"}""")]
    public async Task A_scope_that_cannot_be_is_refused(string body, int status, string answer)
    {
        var admin = await AdminApi.CreateAsync(server);

        var refused = await admin.PostAsync("/client-scopes", body);

        Assert.Equal((status, answer), (refused.Status, refused.Body));
    }

    [Fact]
    public async Task A_client_has_a_scope_as_default_or_as_optional()
    {
        var admin = await AdminApi.CreateAsync(server);
        var client = await admin.CreateAsync("/clients", """{"clientId":"app"}""");
        var scope = await admin.CreateAsync("/client-scopes", """{"name":"team","protocol":"openid-connect"}""");

        Assert.Equal(204, (await admin.PutAsync($"/clients/{client}/optional-client-scopes/{scope}", "{}")).Status);
        Assert.Equal(204, (await admin.PutAsync($"/clients/{client}/default-client-scopes/{scope}", "{}")).Status);
        Assert.Contains("team", (await admin.GetAsync($"/clients/{client}/optional-client-scopes")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("team", (await admin.GetAsync($"/clients/{client}/default-client-scopes")).Body, StringComparison.Ordinal);
        Assert.Equal(204, (await admin.DeleteAsync($"/clients/{client}/optional-client-scopes/{scope}", "{}")).Status);
        Assert.DoesNotContain("team", (await admin.GetAsync($"/clients/{client}/optional-client-scopes")).Body, StringComparison.Ordinal);
        Assert.Equal((404, "Client scope not found"), Refusal(await admin.PutAsync($"/clients/{client}/default-client-scopes/nope", "{}")));
    }

    [Fact]
    public async Task New_clients_get_the_realms_scopes()
    {
        var admin = await AdminApi.CreateAsync(server);
        var scope = await admin.CreateAsync("/client-scopes", """{"name":"team","protocol":"openid-connect"}""");

        Assert.Equal(204, (await admin.PutAsync($"/default-default-client-scopes/{scope}", "{}")).Status);
        Assert.Equal(409, (await admin.PutAsync($"/default-optional-client-scopes/{scope}", "{}")).Status);
        Assert.Contains("\"team\"", (await admin.GetAsync("/default-default-client-scopes")).Body, StringComparison.Ordinal);
        var client = await admin.CreateAsync("/clients", """{"clientId":"app"}""");
        Assert.Contains("\"team\"", (await admin.GetAsync($"/clients/{client}/default-client-scopes")).Body, StringComparison.Ordinal);

        Assert.Equal(204, (await admin.DeleteAsync($"/client-scopes/{scope}")).Status);
        Assert.DoesNotContain("\"team\"", (await admin.GetAsync("/default-default-client-scopes")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"team\"", (await admin.GetAsync($"/clients/{client}")).Body, StringComparison.Ordinal);
    }

    private static (int, string?) Refusal(Answer answer) => (answer.Status, answer.Error);
}
