using Identity.Gateway.Tests.Fixtures;
using Identity.Testing;

namespace Identity.Gateway.Tests.Admin.Roles;

/// <summary>Deleting roles.</summary>
public class RoleRemovals(GatewayServer server)
{
    [Fact]
    public async Task A_deleted_role_is_gone_everywhere_at_once()
    {
        var admin = await AdminApi.CreateAsync(server);
        var account = await admin.ClientAsync("account");
        await admin.CreateAsync("/roles", """{"name":"gone"}""");
        var role = await admin.GetAsync("/roles/gone");
        var group = await admin.CreateAsync("/groups", """{"name":"g"}""");
        await admin.PostAsync($"/groups/{group}/role-mappings/realm", $"[{role.Body}]");
        await admin.PostAsync($"/roles/default-roles-{admin.Realm}/composites", $"[{role.Body}]");
        await admin.PostAsync($"/clients/{account}/scope-mappings/realm", $"[{role.Body}]");

        var deleted = await admin.DeleteAsync("/roles/gone", "{}");

        Assert.Equal((204, "no-cache"), (deleted.Status, deleted.Header("Cache-Control")));
        Assert.Equal("{}", (await admin.GetAsync($"/groups/{group}/role-mappings")).Body);
        Assert.DoesNotContain("gone", (await admin.GetAsync($"/roles/default-roles-{admin.Realm}/composites")).Body, StringComparison.Ordinal);
        Assert.Equal("[]", (await admin.GetAsync($"/clients/{account}/scope-mappings/realm")).Body);
        Assert.Equal("""{"error":"Could not find role"}""", (await admin.DeleteAsync("/roles/gone")).Body);
        var id = role.Text("id");
        await Eventually.TrueAsync(
            async () =>
            {
                var realm = await server.RealmAsync(admin.Realm);
                return !realm.Groups.Any(holder => holder.RoleIds.Contains(id))
                    && !realm.Roles.Any(holder => holder.CompositeIds.Contains(id))
                    && !realm.Clients.Any(holder => holder.ScopeRoleIds.Contains(id));
            },
            "nothing refers to the role any more",
            TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task The_default_role_stays()
    {
        var admin = await AdminApi.CreateAsync(server);
        var name = $"default-roles-{admin.Realm}";

        var byName = await admin.DeleteAsync($"/roles/{name}");
        var byId = await admin.DeleteAsync($"/roles-by-id/{(await admin.GetAsync($"/roles/{name}")).Text("id")}");

        var refusal = $$"""{"errorMessage":"{{name}} is default role of the realm and cannot be removed."}""";
        Assert.Equal((400, refusal), (byName.Status, byName.Body));
        Assert.Equal((400, refusal), (byId.Status, byId.Body));
    }

    [Fact]
    public async Task Nobody_changes_the_roles_that_administration_rests_on()
    {
        var admin = await AdminApi.CreateAsync(server);
        var management = await admin.ClientAsync("realm-management");
        var role = await admin.GetAsync($"/clients/{management}/roles/manage-users");
        var byId = $"/roles-by-id/{role.Text("id")}";

        Answer[] answers =
        [
            await admin.PostAsync($"/clients/{management}/roles", """{"name":"own"}"""),
            await admin.PutAsync(byId, """{"name":"other"}"""),
            await admin.DeleteAsync(byId),
            await admin.DeleteAsync($"/clients/{management}/roles/manage-users"),
            await admin.PostAsync($"{byId}/composites", $"[{role.Body}]"),
            await admin.SendAsync(HttpMethod.Delete, "/admin/realms/master/roles/admin", body: null),
            await admin.SendAsync(HttpMethod.Put, "/admin/realms/master/roles/create-realm", """{"name":"x"}"""),
        ];

        Assert.All(answers, answer => Assert.Equal((403, """{"error":"HTTP 403 Forbidden"}"""), (answer.Status, answer.Body)));
    }
}
