using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Groups;

/// <summary>Lists of groups, and groups by path.</summary>
public class GroupSearches(GatewayServer server)
{
    [Fact]
    public async Task Lists_show_what_was_asked_for()
    {
        var admin = await AdminApi.CreateAsync(server);
        var a = await admin.CreateAsync("/groups", """{"name":"A","attributes":{"x":["1","2"],"y":["k"]}}""");
        await admin.CreateAsync("/groups", """{"name":"B"}""");
        var inside = await admin.CreateAsync($"/groups/{a}/children", """{"name":"inside","attributes":{"x":["1"]}}""");
        await admin.CreateAsync($"/groups/{inside}/children", """{"name":"insides"}""");

        var all = await admin.GetAsync("/groups/?briefRepresentation=true");
        Assert.Equal("A B", all.Names());
        Assert.Equal("id name path subGroupCount subGroups access", string.Join(' ', all.Json[0].EnumerateObject().Select(field => field.Name)));
        Assert.Equal("B", (await admin.GetAsync("/groups?first=1&max=1")).Names());
        var found = (await admin.GetAsync("/groups?search=INSI")).Json;
        Assert.Equal(1, found.GetArrayLength());
        Assert.Equal("insides", found[0].GetProperty("subGroups")[0].GetProperty("subGroups")[0].GetProperty("name").GetString());
        Assert.Equal("inside insides", (await admin.GetAsync("/groups?search=insi&populateHierarchy=false")).Names());
        Assert.Equal("inside", (await admin.GetAsync("/groups?search=inside&exact=true&populateHierarchy=false")).Names());
        Assert.Equal("A inside", (await admin.GetAsync("/groups?q=x:1&populateHierarchy=false")).Names());
        Assert.Equal("A", (await admin.GetAsync("/groups?q=x:1%20y:k&populateHierarchy=false")).Names());
        Assert.False((await admin.GetAsync("/groups?subGroupsCount=false")).Json[0].TryGetProperty("subGroupCount", out _));
        Assert.Equal("""{"count":4}""", (await admin.GetAsync("/groups/count")).Body);
        Assert.Equal("""{"count":2}""", (await admin.GetAsync("/groups/count?top=true")).Body);
        Assert.Equal("""{"count":2}""", (await admin.GetAsync("/groups/count?search=insi&top=true")).Body);
    }

    [Fact]
    public async Task Children_come_ten_at_a_time()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/groups", """{"name":"A"}""");
        for (var child = 0; child < 12; child++)
        {
            await admin.CreateAsync($"/groups/{id}/children", $$"""{"name":"c{{child}}"}""");
        }

        Assert.Equal("c0 c1 c10 c11 c2 c3 c4 c5 c6 c7", (await admin.GetAsync($"/groups/{id}/children")).Names());
        Assert.Equal(12, (await admin.GetAsync($"/groups/{id}/children?max=-1")).Json.GetArrayLength());
        Assert.Equal("c8 c9", (await admin.GetAsync($"/groups/{id}/children?first=10&max=5")).Names());
        Assert.Equal("c1", (await admin.GetAsync($"/groups/{id}/children?search=c1&exact=true")).Names());
        Assert.True((await admin.GetAsync($"/groups/{id}/children")).Json[0].TryGetProperty("attributes", out _));
        Assert.False((await admin.GetAsync($"/groups/{id}/children?briefRepresentation=true")).Json[0].TryGetProperty("attributes", out _));
    }

    [Fact]
    public async Task A_path_leads_to_a_group_whatever_its_name()
    {
        var admin = await AdminApi.CreateAsync(server);
        var slashed = await admin.CreateAsync("/groups", """{"name":"x/y"}""");
        var child = await admin.CreateAsync($"/groups/{slashed}/children", """{"name":"ü z"}""");
        await admin.CreateAsync("/groups", """{"name":"x"}""");

        var found = await admin.GetAsync("/group-by-path/x/y/%C3%BC%20z");

        Assert.Equal((200, child, "/x/y/ü z"), (found.Status, found.Text("id"), found.Text("path")));
        Assert.Equal("id name path parentId subGroupCount subGroups attributes realmRoles clientRoles", found.Keys);
        Assert.Equal(slashed, (await admin.GetAsync("/group-by-path/x%2Fy")).Text("id"));
        Assert.Equal((404, """{"error":"Group path does not exist"}"""), ((await admin.GetAsync("/group-by-path/x/z")).Status, (await admin.GetAsync("/group-by-path/")).Body));
    }
}
