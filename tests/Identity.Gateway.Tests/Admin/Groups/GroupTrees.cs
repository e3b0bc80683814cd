using Identity.Gateway.Tests.Fixtures;
using Identity.Testing;

namespace Identity.Gateway.Tests.Admin.Groups;

/// <summary>Groups over the admin API.</summary>
public class GroupTrees(GatewayServer server)
{
    [Fact]
    public async Task A_group_is_created_read_and_changed()
    {
        var admin = await AdminApi.CreateAsync(server);

        var id = await admin.CreateAsync("/groups", """{"name":"A","description":"d","attributes":{"x":["1","2"]},"realmRoles":["offline_access"],"subGroups":[{"name":"no"}]}""");

        var group = await admin.GetAsync($"/groups/{id}");
        Assert.Equal("id name description path subGroupCount subGroups attributes realmRoles clientRoles access", group.Keys);
        Assert.Equal(("/A", "0", "[]"), (group.Text("path"), group.Text("subGroupCount"), group.Text("realmRoles")));
        Assert.Equal("""{"view":true,"viewMembers":true,"manageMembers":true,"manage":true,"manageMembership":true}""", group.Text("access"));
        Assert.Equal(204, (await admin.PutAsync($"/groups/{id}", """{"name":"B","attributes":{"y":["3"]}}""")).Status);
        group = await admin.GetAsync($"/groups/{id}");
        Assert.Equal("id name path subGroupCount subGroups attributes realmRoles clientRoles access", group.Keys);
        Assert.Equal(("/B", """{"y":["3"]}"""), (group.Text("path"), group.Text("attributes")));
    }

    [Fact]
    public async Task A_child_is_created_below_its_parent()
    {
        var admin = await AdminApi.CreateAsync(server);
        var parent = await admin.CreateAsync("/groups", """{"name":"A"}""");

        var created = await admin.PostAsync($"/groups/{parent}/children", """{"name":"a1"}""");

        Assert.Equal(201, created.Status);
        Assert.Equal("id name path parentId subGroups attributes realmRoles clientRoles access", created.Keys);
        Assert.Equal(("/A/a1", parent), (created.Text("path"), created.Text("parentId")));
        Assert.EndsWith($"/admin/realms/{admin.Realm}/groups/{created.Text("id")}", created.Header("Location"), StringComparison.Ordinal);
        Assert.Equal("a1", (await admin.GetAsync($"/groups/{parent}/children")).Names());
    }

    [Theory]
    [InlineData("/groups", """{"name":"A"}""", 409, "Top level group named 'A' already exists.")]
    [InlineData("/groups/A/children", """{"name":"a1"}""", 409, "Sibling group named 'a1' already exists.")]
    [InlineData("/groups", "{}", 400, "Group name is missing")]
    [InlineData("/groups/A/children", """{"name":" "}""", 400, "Group name is missing")]
    [InlineData("/groups/A", """{"name":"B"}""", 409, "Sibling group named 'B' already exists.", "PUT")]
    [InlineData("/groups/A", """{"name":"A","id":"other"}""", 400, "Invalid group id", "PUT")]
    [InlineData("/groups/A", "{}", 400, "Group name is missing", "PUT")]
    public async Task What_cannot_be_stored_is_refused_in_Keycloaks_words(string path, string body, int status, string message, string method = "POST")
    {
        var admin = await AdminApi.CreateAsync(server);
        var parent = await admin.CreateAsync("/groups", """{"name":"A"}""");
        await admin.CreateAsync("/groups", """{"name":"B"}""");
        await admin.CreateAsync($"/groups/{parent}/children", """{"name":"a1"}""");

        var refused = await admin.SendAsync(new HttpMethod(method), path.Replace("/A", $"/{parent}", StringComparison.Ordinal), body);

        Assert.Equal((status, message), (refused.Status, refused.Text("errorMessage")));
    }

    [Fact]
    public async Task A_group_moves_with_all_below_it()
    {
        var admin = await AdminApi.CreateAsync(server);
        var (a, b) = (await admin.CreateAsync("/groups", """{"name":"A"}"""), await admin.CreateAsync("/groups", """{"name":"B"}"""));
        var a1 = await admin.CreateAsync($"/groups/{a}/children", """{"name":"a1"}""");
        var a11 = await admin.CreateAsync($"/groups/{a1}/children", """{"name":"a11"}""");

        var moved = await admin.PostAsync($"/groups/{b}/children", $$"""{"id":"{{a1}}","name":"whatever"}""");

        Assert.Equal((204, string.Empty), (moved.Status, moved.Body));
        Assert.Equal("/B/a1/a11", (await admin.GetAsync($"/groups/{a11}")).Text("path"));
        Assert.Equal(204, (await admin.PostAsync("/groups", $$"""{"id":"{{a1}}","name":"a1"}""")).Status);
        Assert.Equal("/a1/a11", (await admin.GetAsync($"/groups/{a11}")).Text("path"));
        var below = await admin.PostAsync($"/groups/{a11}/children", $$"""{"id":"{{a1}}","name":"a1"}""");
        Assert.Equal((400, "A group cannot be moved below itself"), (below.Status, below.Text("errorMessage")));
        Assert.Equal("""{"error":"Could not find child by id"}""", (await admin.PostAsync("/groups", """{"id":"nope","name":"x"}""")).Body);
    }

    [Fact]
    public async Task Two_groups_that_are_moved_below_each_other_at_once_stay_trees()
    {
        var admin = await AdminApi.CreateAsync(server);
        var (a, b) = (await admin.CreateAsync("/groups", """{"name":"A"}"""), await admin.CreateAsync("/groups", """{"name":"B"}"""));

        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(
                admin.PostAsync($"/groups/{a}/children", $$"""{"id":"{{b}}","name":"B"}"""),
                admin.PostAsync($"/groups/{b}/children", $$"""{"id":"{{a}}","name":"A"}"""));

            var paths = $"{(await admin.GetAsync($"/groups/{a}")).Text("path")} {(await admin.GetAsync($"/groups/{b}")).Text("path")}";
            Assert.Contains(paths, (string[])["/A /B", "/A /A/B", "/B/A /B"]);
            await admin.PostAsync("/groups", $$"""{"id":"{{a}}","name":"A"}""");
            await admin.PostAsync("/groups", $$"""{"id":"{{b}}","name":"B"}""");
        }
    }

    [Fact]
    public async Task Deleting_a_group_deletes_what_is_below_it()
    {
        var admin = await AdminApi.CreateAsync(server);
        var a = await admin.CreateAsync("/groups", """{"name":"A"}""");
        var a1 = await admin.CreateAsync($"/groups/{a}/children", """{"name":"a1"}""");
        var a11 = await admin.CreateAsync($"/groups/{a1}/children", """{"name":"a11"}""");
        await admin.PutAsync($"/default-groups/{a11}", "{}");
        Assert.Equal("id name path parentId subGroups", string.Join(' ', (await admin.GetAsync("/default-groups")).Json[0].EnumerateObject().Select(field => field.Name)));

        var deleted = await admin.DeleteAsync($"/groups/{a}", "{}");

        Assert.Equal((204, string.Empty), (deleted.Status, deleted.Body));
        Assert.Equal((404, """{"error":"Could not find group by id"}"""), ((await admin.GetAsync($"/groups/{a11}")).Status, (await admin.GetAsync($"/groups/{a1}")).Body));
        Assert.Equal("[]", (await admin.GetAsync("/default-groups")).Body);
        Assert.Equal("""{"count":0}""", (await admin.GetAsync("/groups/count")).Body);
        await Eventually.TrueAsync(
            async () => (await server.RealmAsync(admin.Realm)).Settings.DefaultGroupIds.Count == 0, "new users join the group no more", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Groups_are_nested_only_so_deep()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/groups", """{"name":"g"}""");
        for (var depth = 2; depth <= 50; depth++)
        {
            id = await admin.CreateAsync($"/groups/{id}/children", """{"name":"g"}""");
        }

        var refused = await admin.PostAsync($"/groups/{id}/children", """{"name":"g"}""");

        Assert.Equal((400, "Groups can be nested 50 levels deep"), (refused.Status, refused.Text("errorMessage")));
        Assert.Equal(200, (await admin.GetAsync("/groups?search=g")).Status);
    }
}
