using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.RoleMappings;

/// <summary>The endpoints for roles that only the admin console uses.</summary>
public class ConsoleRoles(GatewayServer server)
{
    [Fact]
    public async Task Available_and_effective_roles_have_the_consoles_shapes()
    {
        var admin = await AdminApi.CreateAsync(server);
        var account = await admin.ClientAsync("account");
        var group = await admin.CreateAsync("/groups", """{"name":"g"}""");
        await admin.CreateAsync("/roles", """{"name":"boss","description":"d"}""");
        var (boss, own) = (await admin.GetAsync("/roles/boss"), await admin.GetAsync($"/clients/{account}/roles/delete-account"));
        await admin.PostAsync("/roles/boss/composites", $"[{own.Body}]");
        await admin.PostAsync($"/groups/{group}/role-mappings/realm", $"[{boss.Body}]");

        var available = await admin.GetAsync($"/ui-ext/available-roles/groups/{group}?first=0&max=3");
        var effective = await admin.GetAsync($"/ui-ext/effective-roles/groups/{group}");
        var all = await admin.GetAsync($"/ui-ext/effective-roles-all/groups/{group}");
        var included = await admin.GetAsync($"/ui-ext/role-mappings/roles/{boss.Text("id")}");

        Assert.Equal("delete-account manage-account manage-account-links", available.Names("role"));
        Assert.Equal(10, (await admin.GetAsync($"/ui-ext/available-roles/groups/{group}")).Json.GetArrayLength());
        Assert.Equal("manage-account-links read-token", (await admin.GetAsync($"/ui-ext/available-roles/groups/{group}?search=k")).Names("role"));
        Assert.Equal(
            $$"""[{"id":"{{own.Text("id")}}","role":"delete-account","client":"account","clientId":"{{account}}","description":"${role_delete-account}"}]""",
            effective.Body);
        Assert.Equal(
            $$"""[{"id":"{{boss.Text("id")}}","name":"boss","description":"d","clientRole":false},{"id":"{{own.Text("id")}}","name":"delete-account","description":"${role_delete-account}","clientRole":true,"client":"account","clientId":"{{account}}"}]""",
            all.Body);
        Assert.Equal("account", included.Json.GetProperty("clientMappings").GetProperty("account").GetProperty("mappings")[0].GetProperty("containerId").GetString());
        Assert.Equal("manage-account manage-account-links view-profile", (await admin.GetAsync($"/ui-ext/effective-roles/roles/{boss.Text("id")}")).Names("role"));
        Assert.Equal("""{"error":"Could not find role"}""", (await admin.GetAsync("/ui-ext/effective-roles-all/roles/nope")).Body);
        Assert.Equal(404, (await admin.GetAsync("/ui-ext/available-roles/nope/nope")).Status);
    }

    [Fact]
    public async Task Mixed_roles_are_taken_away_at_once()
    {
        var admin = await AdminApi.CreateAsync(server);
        var account = await admin.ClientAsync("account");
        var group = await admin.CreateAsync("/groups", """{"name":"g"}""");
        var (realm, own) = (await admin.GetAsync("/roles/offline_access"), await admin.GetAsync($"/clients/{account}/roles/delete-account"));
        await admin.PostAsync($"/groups/{group}/role-mappings/realm", $"[{realm.Body}]");
        await admin.PostAsync($"/groups/{group}/role-mappings/clients/{account}", $"[{own.Body}]");

        var removed = await admin.PostAsync(
            $"/ui-ext/role-mapping-delete/groups/{group}",
            $$"""[{"roleId":"{{realm.Text("id")}}","roleName":"x"},{"roleId":"{{own.Text("id")}}","clientId":"{{account}}"},{"roleId":"nope"}]""");

        Assert.Equal((204, string.Empty), (removed.Status, removed.Body));
        Assert.Equal("{}", (await admin.GetAsync($"/groups/{group}/role-mappings")).Body);
        Assert.Equal(400, (await admin.PostAsync($"/ui-ext/role-mapping-delete/groups/{group}", "{}")).Status);
    }
}
