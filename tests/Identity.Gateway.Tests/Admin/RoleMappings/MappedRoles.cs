using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.RoleMappings;

/// <summary>Roles of users and groups over the admin API.</summary>
public class MappedRoles(GatewayServer server)
{
    [Theory]
    [InlineData("users")]
    [InlineData("groups")]
    public async Task Roles_are_mapped_listed_and_taken_away(string kind)
    {
        var admin = await AdminApi.CreateAsync(server);
        var account = await admin.ClientAsync("account");
        var holder = await HolderAsync(admin, kind);
        await admin.CreateAsync("/roles", """{"name":"r1"}""");
        await admin.CreateAsync("/roles", """{"name":"r2","attributes":{"a":["b"]}}""");
        var (r1, r2) = (await admin.GetAsync("/roles/r1"), await admin.GetAsync("/roles/r2"));
        var own = await admin.GetAsync($"/clients/{account}/roles/delete-account");
        await admin.PostAsync("/roles/r1/composites", $"[{r2.Body}]");

        Assert.Equal((204, string.Empty), await SentAsync(admin.PostAsync($"{holder}/realm", $"[{r1.Body}]")));
        Assert.Equal((204, string.Empty), await SentAsync(admin.PostAsync($"{holder}/realm", $"[{r1.Body}]")));
        Assert.Equal((204, string.Empty), await SentAsync(admin.PostAsync($"{holder}/clients/{account}", $"[{own.Body}]")));

        Assert.Contains("r1", (await admin.GetAsync($"{holder}/realm")).Names(), StringComparison.Ordinal);
        Assert.Contains("r1 r2", (await admin.GetAsync($"{holder}/realm/composite")).Names(), StringComparison.Ordinal);
        Assert.Equal("""{"a":["b"]}""", (await admin.GetAsync($"{holder}/realm/composite?briefRepresentation=false")).Named("r2").GetProperty("attributes").GetRawText());
        Assert.DoesNotContain("r1", (await admin.GetAsync($"{holder}/realm/available")).Names(), StringComparison.Ordinal);
        Assert.Contains("r2", (await admin.GetAsync($"{holder}/realm/available")).Names(), StringComparison.Ordinal);
        Assert.Equal("delete-account", (await admin.GetAsync($"{holder}/clients/{account}")).Names());
        Assert.DoesNotContain("delete-account", (await admin.GetAsync($"{holder}/clients/{account}/available")).Names(), StringComparison.Ordinal);
        Assert.Contains("delete-account", (await admin.GetAsync($"{holder}/clients/{account}/composite")).Names(), StringComparison.Ordinal);
        var mappings = (await admin.GetAsync(holder)).Json;
        Assert.Equal(account, mappings.GetProperty("clientMappings").GetProperty("account").GetProperty("id").GetString());

        Assert.Equal((204, string.Empty), await SentAsync(admin.DeleteAsync($"{holder}/realm", $"[{r2.Body}]")));
        Assert.Equal((204, string.Empty), await SentAsync(admin.DeleteAsync($"{holder}/clients/{account}", $"[{own.Body}]")));
        Assert.Equal((204, string.Empty), await SentAsync(admin.DeleteAsync($"{holder}/realm")));
        Assert.Equal("{}", (await admin.GetAsync(holder)).Body);
    }

    [Theory]
    [InlineData("""[{"id":"nope","name":"nope"}]""", 404, """{"error":"Role not found"}""")]
    [InlineData("""[{"id":"nope","name":"offline_access"}]""", 404, """{"error":"Role not found"}""")]
    [InlineData("""[{"name":"offline_access"}]""", 404, """{"error":"Role not found"}""")]
    [InlineData("{}", 400, """{"error":"unknown_error","error_description":"Cannot parse the JSON"}""")]
    public async Task Roles_are_named_by_id_and_name(string body, int status, string answer)
    {
        var admin = await AdminApi.CreateAsync(server);
        var group = await HolderAsync(admin, "groups");

        Assert.Equal((status, answer), await SentAsync(admin.PostAsync($"{group}/realm", body)));
        Assert.Equal((status, answer), await SentAsync(admin.DeleteAsync($"{group}/realm", body)));
        Assert.Equal((404, """{"error":"Client not found"}"""), await SentAsync(admin.PostAsync($"{group}/clients/nope", "[]")));
        Assert.Equal((404, """{"error":"User not found"}"""), await SentAsync(admin.GetAsync("/users/nope/role-mappings")));
        Assert.Equal((404, """{"error":"Could not find group by id"}"""), await SentAsync(admin.GetAsync("/groups/nope/role-mappings")));
    }

    [Fact]
    public async Task Roles_of_the_groups_above_count()
    {
        var admin = await AdminApi.CreateAsync(server);
        var parent = await admin.CreateAsync("/groups", """{"name":"p"}""");
        var child = await admin.CreateAsync($"/groups/{parent}/children", """{"name":"c"}""");
        await admin.CreateAsync("/roles", """{"name":"r1"}""");

        await admin.PostAsync($"/groups/{parent}/role-mappings/realm", $"[{(await admin.GetAsync("/roles/r1")).Body}]");

        Assert.Equal("[]", (await admin.GetAsync($"/groups/{child}/role-mappings/realm")).Body);
        Assert.Equal("r1", (await admin.GetAsync($"/groups/{child}/role-mappings/realm/composite")).Names());
        Assert.Equal("p", (await admin.GetAsync("/roles/r1/groups")).Names());
        Assert.Equal("r1", (await admin.GetAsync($"/groups/{parent}")).Json.GetProperty("realmRoles")[0].GetString());
    }

    [Fact]
    public async Task Mappings_made_at_once_are_all_kept()
    {
        var admin = await AdminApi.CreateAsync(server);
        var user = await HolderAsync(admin, "users");
        string[] names = ["m1", "m2", "m3", "m4"];
        foreach (var name in names)
        {
            await admin.CreateAsync("/roles", $$"""{"name":"{{name}}"}""");
        }

        await Task.WhenAll(names.Select(async name => await admin.PostAsync($"{user}/realm", $"[{(await admin.GetAsync($"/roles/{name}")).Body}]")));

        Assert.EndsWith("m1 m2 m3 m4", (await admin.GetAsync($"{user}/realm")).Names(), StringComparison.Ordinal);
    }

    private static async Task<string> HolderAsync(AdminApi admin, string kind) =>
        $"/{kind}/{await admin.CreateAsync($"/{kind}", kind == "users" ? """{"username":"holder","enabled":true}""" : """{"name":"holder"}""")}/role-mappings";

    private static async Task<(int Status, string Body)> SentAsync(Task<Answer> sent)
    {
        var answer = await sent;
        return (answer.Status, answer.Body);
    }
}
