using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Roles;

/// <summary>Roles of the realm and of clients over the admin API.</summary>
public class RealmRoles(GatewayServer server)
{
    [Fact]
    public async Task A_role_that_was_created_is_read_changed_and_listed()
    {
        var admin = await AdminApi.CreateAsync(server);

        var name = await admin.CreateAsync("/roles", """{"name":"clerk","description":"a clerk"}""");
        var changed = await admin.PutAsync("/roles/clerk", """{"name":"clerk","attributes":{"floor":["2"],"empty":[]}}""");

        Assert.Equal("clerk", name);
        Assert.Equal((204, string.Empty), (changed.Status, changed.Body));
        var role = await admin.GetAsync("/roles/clerk");
        Assert.Equal("id name composite clientRole containerId attributes", role.Keys);
        Assert.Equal("""{"floor":["2"]}""", role.Json.GetProperty("attributes").GetRawText());
        Assert.Single((await admin.GetAsync("/roles/?search=CLE")).Json.EnumerateArray());
    }

    [Theory]
    [InlineData("""{"nope":1}""", """{"error":"Invalid json representation for RoleRepresentation. Unrecognized field \u0022nope\u0022."}""")]
    [InlineData("""{"name":{}}""", """{"error":"unknown_error","error_description":"Cannot parse the JSON"}""")]
    [InlineData("{", """{"error":"invalid_request","error_description":"Cannot parse the JSON"}""")]
    [InlineData("[]", """{"error":"unknown_error","error_description":"Cannot parse the JSON"}""")]
    [InlineData("{}", """{"error":"role has no name"}""")]
    public async Task A_body_that_is_no_role_is_refused(string body, string answer)
    {
        var admin = await AdminApi.CreateAsync(server);

        var refused = await admin.PostAsync("/roles", body);

        Assert.Equal((400, answer), (refused.Status, refused.Body));
    }

    [Fact]
    public async Task Changes_made_at_once_are_all_kept()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/roles", """{"name":"busy"}""");
        foreach (var name in (string[])["one", "two", "three"])
        {
            await admin.CreateAsync("/roles", $$"""{"name":"{{name}}"}""");
        }

        await Task.WhenAll(((string[])["one", "two", "three"]).Select(async name =>
            await admin.PostAsync("/roles/busy/composites", $"[{(await admin.GetAsync($"/roles/{name}")).Body}]")));

        Assert.Equal("one three two", (await admin.GetAsync("/roles/busy/composites")).Names());
    }

    [Fact]
    public async Task Lists_are_paged_only_with_both_ends_or_a_search()
    {
        var admin = await AdminApi.CreateAsync(server);
        foreach (var name in (string[])["a", "b", "B"])
        {
            await admin.CreateAsync("/roles", $$"""{"name":"{{name}}"}""");
        }

        Assert.Equal("B a", (await admin.GetAsync("/roles?first=0&max=2")).Names());
        Assert.Equal("a", (await admin.GetAsync("/roles?first=1&max=1")).Names());
        Assert.Equal(6, (await admin.GetAsync("/roles?max=1")).Json.GetArrayLength());
        Assert.Equal(6, (await admin.GetAsync("/roles?first=-1&max=-1")).Json.GetArrayLength());
        Assert.Equal("B", (await admin.GetAsync("/roles?search=b&max=1")).Names());
        Assert.Equal(404, (await admin.GetAsync("/roles?first=x")).Status);
    }

    [Fact]
    public async Task A_role_is_named_by_container_or_by_id()
    {
        var admin = await AdminApi.CreateAsync(server);
        var account = await admin.ClientAsync("account");

        var name = await admin.CreateAsync($"/clients/{account}/roles", """{"name":"a/b c"}""");

        Assert.Equal("a/b c", name);
        var role = await admin.GetAsync($"/clients/{account}/roles/a%2Fb%20c");
        Assert.Equal(("True", account), (role.Text("clientRole"), role.Text("containerId")));
        Assert.Equal(204, (await admin.PutAsync($"/roles-by-id/{role.Text("id")}", """{"name":"renamed"}""")).Status);
        Assert.Equal(200, (await admin.GetAsync($"/clients/{account}/roles/renamed")).Status);
        Assert.Equal(404, (await admin.GetAsync("/roles/renamed")).Status);
        Assert.Equal("""{"error":"Could not find role with id"}""", (await admin.GetAsync("/roles-by-id/nope")).Body);
        Assert.Equal("""{"error":"Could not find client"}""", (await admin.GetAsync("/clients/nope/roles")).Body);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/roles", """{"name":"first"}""");
        await admin.CreateAsync("/roles", """{"name":"second"}""");

        var again = await admin.PostAsync("/roles", """{"name":"first"}""");
        var renamed = await admin.PutAsync("/roles/second", """{"name":"first"}""");

        Assert.Equal((409, """{"errorMessage":"Role with name first already exists"}"""), (again.Status, again.Body));
        Assert.Equal((409, """{"error":"conflict","error_description":"Duplicate resource error"}"""), (renamed.Status, renamed.Body));
        Assert.Equal((400, """{"error":"role has no name"}"""), ((await admin.PutAsync("/roles/second", "{}")).Status, (await admin.PutAsync("/roles/second", "{}")).Body));
    }

    [Fact]
    public async Task Permissions_on_a_role_are_a_feature_that_is_not_there()
    {
        var admin = await AdminApi.CreateAsync(server);

        var answer = await admin.GetAsync("/roles/offline_access/management/permissions");

        Assert.Equal((501, """{"error":"Feature not enabled","error_description":"For more on this error consult the server log."}"""), (answer.Status, answer.Body));
    }
}
