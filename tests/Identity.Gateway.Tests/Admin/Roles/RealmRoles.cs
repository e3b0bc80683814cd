using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Roles;

/// <summary>Realm roles over the admin API.</summary>
public class RealmRoles(GatewayServer server)
{
    [Fact]
    public async Task A_role_that_was_created_is_read_changed_and_listed()
    {
        var admin = await AdminApi.CreateAsync(server);

        var name = await admin.CreateAsync("/roles", """{"name":"clerk","description":"a clerk"}""");
        var changed = await admin.PutAsync("/roles/clerk", """{"name":"clerk","attributes":{"floor":["2"]}}""");

        Assert.Equal("clerk", name);
        Assert.Equal((204, string.Empty), (changed.Status, changed.Body));
        var role = await admin.GetAsync("/roles/clerk");
        Assert.Equal("id name description composite clientRole containerId attributes", role.Keys);
        Assert.Equal("""{"floor":["2"]}""", role.Json.GetProperty("attributes").GetRawText());
        Assert.Single((await admin.GetAsync("/roles/?search=cle")).Json.EnumerateArray());
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

        await Task.WhenAll(
            admin.PutAsync("/roles/busy", """{"description":"first"}"""),
            admin.PutAsync("/roles/busy", """{"attributes":{"second":["yes"]}}"""));

        var role = await admin.GetAsync("/roles/busy");
        Assert.Equal("first", role.Text("description"));
        Assert.Equal("""{"second":["yes"]}""", role.Json.GetProperty("attributes").GetRawText());
    }
}
