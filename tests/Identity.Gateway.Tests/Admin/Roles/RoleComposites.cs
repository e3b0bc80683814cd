using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Roles;

/// <summary>Roles that include others.</summary>
public class RoleComposites(GatewayServer server)
{
    [Fact]
    public async Task A_role_includes_what_it_is_given()
    {
        var admin = await AdminApi.CreateAsync(server);
        var account = await admin.ClientAsync("account");
        await admin.CreateAsync("/roles", """{"name":"all"}""");
        var mine = await admin.GetAsync($"/clients/{account}/roles/view-profile");
        var realm = await admin.GetAsync("/roles/offline_access");

        var added = await admin.PostAsync("/roles/all/composites", $"[{mine.Body},{realm.Body}]");

        Assert.Equal((204, string.Empty), (added.Status, added.Body));
        Assert.Equal("offline_access view-profile", (await admin.GetAsync("/roles/all/composites")).Names());
        Assert.Equal("offline_access", (await admin.GetAsync("/roles/all/composites/realm")).Names());
        Assert.Equal("view-profile", (await admin.GetAsync($"/roles/all/composites/clients/{account}")).Names());
        var all = await admin.GetAsync("/roles/all");
        Assert.Equal("True", all.Text("composite"));
        var byId = $"/roles-by-id/{all.Text("id")}/composites";
        Assert.Equal("view-profile", (await admin.GetAsync($"{byId}?search=VIEW")).Names());
        Assert.Equal("offline_access", (await admin.GetAsync($"{byId}?first=0&max=1")).Names());
        Assert.Equal(204, (await admin.DeleteAsync(byId, $"[{realm.Body}]")).Status);
        Assert.Equal("view-profile", (await admin.GetAsync(byId)).Names());
    }

    [Theory]
    [InlineData("""[{"id":"nope"}]""", 404, """{"error":"Could not find composite role"}""")]
    [InlineData("""[{"name":"offline_access"}]""", 404, """{"error":"Could not find composite role"}""")]
    [InlineData("{}", 400, """{"error":"unknown_error","error_description":"Cannot parse the JSON"}""")]
    [InlineData("[]", 204, "")]
    public async Task Roles_are_named_by_id(string body, int status, string answer)
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/roles", """{"name":"all"}""");

        var added = await admin.PostAsync("/roles/all/composites", body);

        Assert.Equal((status, answer), (added.Status, added.Body));
    }

    [Fact]
    public async Task A_new_role_may_name_what_it_includes()
    {
        var admin = await AdminApi.CreateAsync(server);

        await admin.CreateAsync("/roles", """{"name":"all","composite":true,"composites":{"realm":["offline_access"],"client":{"account":["view-profile"],"nobody":["x"]}}}""");
        var unknown = await admin.PostAsync("/roles", """{"name":"other","composite":true,"composites":{"realm":["nope"]}}""");

        Assert.Equal("offline_access view-profile", (await admin.GetAsync("/roles/all/composites")).Names());
        Assert.Equal((404, """{"errorMessage":"Realm Role with name nope does not exist"}"""), (unknown.Status, unknown.Body));
        Assert.Equal(404, (await admin.GetAsync("/roles/other")).Status);
    }

    [Fact]
    public async Task Roles_that_include_each_other_are_read_to_an_end()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/roles", """{"name":"hen"}""");
        await admin.CreateAsync("/roles", """{"name":"egg"}""");
        var (hen, egg) = (await admin.GetAsync("/roles/hen"), await admin.GetAsync("/roles/egg"));
        await admin.PostAsync("/roles/hen/composites", $"[{egg.Body},{hen.Body}]");
        await admin.PostAsync("/roles/egg/composites", $"[{hen.Body}]");
        var group = await admin.CreateAsync("/groups", """{"name":"farm"}""");

        await admin.PostAsync($"/groups/{group}/role-mappings/realm", $"[{hen.Body}]");

        Assert.Equal("egg hen", (await admin.GetAsync($"/groups/{group}/role-mappings/realm/composite")).Names());
        Assert.Equal("egg hen", (await admin.GetAsync($"/ui-ext/effective-roles-all/roles/{egg.Text("id")}")).Names());
        Assert.Equal(204, (await admin.DeleteAsync("/roles/hen")).Status);
        Assert.Equal("False", (await admin.GetAsync("/roles/egg")).Text("composite"));
    }
}
