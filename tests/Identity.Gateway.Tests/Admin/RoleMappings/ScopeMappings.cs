using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.RoleMappings;

/// <summary>Which roles tokens may carry, over the admin API.</summary>
public class ScopeMappings(GatewayServer server)
{
    [Fact]
    public async Task A_client_may_be_given_roles_for_its_tokens()
    {
        var admin = await AdminApi.CreateAsync(server);
        var (broker, account) = (await admin.ClientAsync("broker"), await admin.ClientAsync("account"));
        await admin.CreateAsync("/roles", """{"name":"mapped"}""");
        var path = $"/clients/{broker}/scope-mappings";

        var added = await admin.PostAsync($"{path}/realm", $$"""[{"id":"{{(await admin.GetAsync("/roles/mapped")).Text("id")}}"}]""");
        var ofClient = await admin.PostAsync($"{path}/clients/{account}", """[{"name":"view-profile"}]""");

        Assert.Equal((204, 204), (added.Status, ofClient.Status));
        Assert.Equal("mapped", (await admin.GetAsync($"{path}/realm")).Names());
        Assert.Equal("mapped", (await admin.GetAsync($"{path}/realm/composite")).Names());
        Assert.DoesNotContain("mapped", (await admin.GetAsync($"{path}/realm/available")).Names(), StringComparison.Ordinal);
        Assert.Equal("view-profile", (await admin.GetAsync($"{path}/clients/{account}")).Names());
        Assert.Equal("realmMappings clientMappings", (await admin.GetAsync(path)).Keys);
        Assert.Equal((404, """{"error":"Role not found"}"""), (await admin.PostAsync($"{path}/clients/{account}", """[{"name":"nope"}]""")) is var unknown ? (unknown.Status, unknown.Body) : default);
        Assert.Equal("""{"error":"Could not find client"}""", (await admin.GetAsync($"{path}/clients/nope")).Body);
        Assert.Equal(204, (await admin.DeleteAsync($"{path}/realm")).Status);
        Assert.Equal(204, (await admin.DeleteAsync($"{path}/clients/{account}", """[{"name":"view-profile"}]""")).Status);
        Assert.Equal("{}", (await admin.GetAsync(path)).Body);
    }

    [Fact]
    public async Task A_client_has_its_own_roles_without_a_mapping_and_with_full_scope_all()
    {
        var admin = await AdminApi.CreateAsync(server);
        var (account, cli) = (await admin.ClientAsync("account"), await admin.ClientAsync("admin-cli"));

        Assert.Equal("[]", (await admin.GetAsync($"/clients/{account}/scope-mappings/clients/{account}/available")).Body);
        Assert.Contains("view-profile", (await admin.GetAsync($"/clients/{account}/scope-mappings/clients/{account}/composite")).Names(), StringComparison.Ordinal);
        Assert.Equal("[]", (await admin.GetAsync($"/clients/{account}/scope-mappings/realm/composite")).Body);
        Assert.Contains("offline_access", (await admin.GetAsync($"/clients/{cli}/scope-mappings/realm/composite")).Names(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_scope_may_be_given_roles()
    {
        var admin = await AdminApi.CreateAsync(server);
        var scope = (await server.RealmAsync(admin.Realm)).ClientScopes.Single(known => known.Name == "offline_access");
        var role = await admin.GetAsync($"/roles/default-roles-{admin.Realm}");
        var path = $"/client-scopes/{scope.Id}/scope-mappings";

        Assert.Equal(204, (await admin.PostAsync($"{path}/realm", $"[{role.Body}]")).Status);

        Assert.Equal($"default-roles-{admin.Realm} offline_access", (await admin.GetAsync($"{path}/realm")).Names());
        Assert.Contains("uma_authorization", (await admin.GetAsync($"{path}/realm/composite")).Names(), StringComparison.Ordinal);
        Assert.Equal("""{"error":"Could not find client scope"}""", (await admin.GetAsync("/client-scopes/nope/scope-mappings")).Body);
    }
}
