using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Access;

/// <summary>Nobody makes an administrator who may do more than himself.</summary>
public class GivenRoles(GatewayServer server)
{
    private const string Forbidden = """{"error":"HTTP 403 Forbidden"}""";

    [Fact]
    public async Task A_manager_of_users_gives_what_he_can_do_himself()
    {
        var (admin, management, victim) = await PrepareAsync();
        var manager = await admin.AsNewAsync(["manage-users"]);
        var roles = (await admin.GetAsync($"/clients/{management}/roles")).Json.EnumerateArray().ToList();

        var given = new List<string>();
        foreach (var role in roles)
        {
            var answer = await manager.PostAsync($"{victim}/role-mappings/clients/{management}", $"[{role.GetRawText()}]");
            given.AddRange(answer.Status == 204 ? [role.GetProperty("name").GetString()!] : []);
        }

        // As Keycloak: the queries, and what managing users includes.
        Assert.Equal(
            "manage-users query-clients query-groups query-realms query-users view-users",
            string.Join(' ', given.Where(name => !name.EndsWith("organizations", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        Assert.Equal(
            "[]", (await manager.GetAsync($"/ui-ext/available-roles{victim}?search=realm-admin")).Body);
        Assert.Equal(403, (await (await admin.AsNewAsync(["view-users"])).PostAsync($"{victim}/role-mappings/realm", "[]")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_realms_administrator_makes_another(bool ofMaster)
    {
        var (admin, management, victim) = await PrepareAsync();
        var chief = await admin.AsNewAsync(ofMaster ? Identity.Gateway.Admin.Access.AdminRoles.All : ["realm-admin"], ofMaster);
        var role = await admin.GetAsync($"/clients/{management}/roles/realm-admin");

        var mapped = await chief.PostAsync($"{victim}/role-mappings/clients/{management}", $"[{role.Body}]");

        Assert.Equal((204, string.Empty), (mapped.Status, mapped.Body));
    }

    [Fact]
    public async Task A_composite_gives_no_more_than_what_is_in_it()
    {
        var (admin, management, victim) = await PrepareAsync();
        await admin.CreateAsync("/roles", """{"name":"boss"}""");
        await admin.CreateAsync("/roles", """{"name":"outer"}""");
        var (boss, chief) = (await admin.GetAsync("/roles/boss"), await admin.GetAsync($"/clients/{management}/roles/realm-admin"));
        await admin.PostAsync("/roles/boss/composites", $"[{chief.Body}]");
        await admin.PostAsync("/roles/outer/composites", $"[{boss.Body}]");
        var outer = await admin.GetAsync("/roles/outer");
        var users = await admin.AsNewAsync(["manage-users"]);
        var realm = await admin.AsNewAsync(["manage-realm", "manage-clients", "manage-users"]);
        await admin.CreateAsync("/roles", """{"name":"mine"}""");

        Answer[] refused =
        [
            await users.PostAsync($"{victim}/role-mappings/realm", $"[{boss.Body}]"),
            await users.PostAsync($"{victim}/role-mappings/realm", $"[{outer.Body}]"),
            await realm.PostAsync("/roles/mine/composites", $"[{chief.Body}]"),
            await realm.PostAsync("/roles/mine/composites", $"[{outer.Body}]"),
            await realm.PostAsync($"/roles/default-roles-{admin.Realm}/composites", $"[{boss.Body}]"),
            await realm.PostAsync($"/roles-by-id/{(await admin.GetAsync("/roles/mine")).Text("id")}/composites", $"[{boss.Body}]"),
            await realm.PostAsync("/roles", """{"name":"new","composite":true,"composites":{"client":{"realm-management":["realm-admin"]}}}"""),
            await realm.PostAsync("/roles", """{"name":"new","composite":true,"composites":{"realm":["outer"]}}"""),
            await realm.DeleteAsync("/roles/boss/composites", $"[{chief.Body}]"),
        ];

        Assert.All(refused, answer => Assert.Equal((403, Forbidden), (answer.Status, answer.Body)));
        Assert.Equal(404, (await admin.GetAsync("/roles/new")).Status);
    }

    [Fact]
    public async Task Including_a_clients_role_takes_who_manages_clients()
    {
        var (admin, _, _) = await PrepareAsync();
        var account = await admin.ClientAsync("account");
        await admin.CreateAsync("/roles", """{"name":"mine"}""");
        var role = await admin.GetAsync($"/clients/{account}/roles/view-profile");

        var refused = await (await admin.AsNewAsync(["manage-realm"])).PostAsync("/roles/mine/composites", $"[{role.Body}]");
        var done = await (await admin.AsNewAsync(["manage-realm", "manage-clients"])).PostAsync("/roles/mine/composites", $"[{role.Body}]");

        Assert.Equal((403, 204), (refused.Status, done.Status));
    }

    [Fact]
    public async Task A_group_gives_no_more_than_its_roles()
    {
        var (admin, management, victim) = await PrepareAsync();
        var chief = await admin.GetAsync($"/clients/{management}/roles/realm-admin");
        var powerful = await admin.CreateAsync("/groups", """{"name":"powerful"}""");
        var below = await admin.CreateAsync($"/groups/{powerful}/children", """{"name":"below"}""");
        var plain = await admin.CreateAsync("/groups", """{"name":"plain"}""");
        await admin.PostAsync($"/groups/{powerful}/role-mappings/clients/{management}", $"[{chief.Body}]");
        var users = await admin.AsNewAsync(["manage-users", "manage-realm"]);

        Answer[] refused =
        [
            await users.PostAsync($"/groups/{plain}/role-mappings/clients/{management}", $"[{chief.Body}]"),
            await users.DeleteAsync($"/groups/{powerful}/role-mappings/clients/{management}", $"[{chief.Body}]"),
            await users.PostAsync($"/groups/{powerful}/children", $$"""{"id":"{{plain}}","name":"plain"}"""),
            await users.PostAsync($"/groups/{below}/children", $$"""{"id":"{{plain}}","name":"plain"}"""),
            await users.PutAsync($"/default-groups/{powerful}", "{}"),
            await users.PutAsync($"/default-groups/{below}", "{}"),
            await users.PutAsync($"{victim}/groups/{powerful}", "{}"),
            await users.PutAsync($"{victim}/groups/{below}", "{}"),
        ];

        Assert.All(refused, answer => Assert.Equal((403, Forbidden), (answer.Status, answer.Body)));
        Assert.Equal(204, (await users.PutAsync($"/default-groups/{plain}", "{}")).Status);
        Assert.Equal(204, (await users.PutAsync($"{victim}/groups/{plain}", "{}")).Status);
    }

    [Fact]
    public async Task Roles_of_other_realms_are_given_only_by_who_holds_them()
    {
        var (admin, _, _) = await PrepareAsync();
        var master = admin.In("master");
        var other = $"{admin.Realm}-realm";
        var clients = (await master.GetAsync($"/clients?clientId={other}")).Json[0].GetProperty("id").GetString();
        var role = await master.GetAsync($"/clients/{clients}/roles/view-users");
        var chief = await master.GetAsync("/roles/admin");
        var creates = await master.GetAsync("/roles/create-realm");
        var user = $"/users/{await master.CreateAsync("/users", $$"""{"username":"v{{Guid.NewGuid():N}}","enabled":true}""")}";
        var manager = await master.AsNewAsync(Identity.Gateway.Admin.Access.AdminRoles.All, ofMaster: true);

        Answer[] refused =
        [
            await manager.PostAsync($"{user}/role-mappings/clients/{clients}", $"[{role.Body}]"),
            await manager.PostAsync($"{user}/role-mappings/realm", $"[{chief.Body}]"),
            await manager.PostAsync($"{user}/role-mappings/realm", $"[{creates.Body}]"),
        ];

        Assert.All(refused, answer => Assert.Equal((403, Forbidden), (answer.Status, answer.Body)));
        Assert.Equal(204, (await master.PostAsync($"{user}/role-mappings/clients/{clients}", $"[{role.Body}]")).Status);
    }

    private async Task<(AdminApi Admin, string Management, string Victim)> PrepareAsync()
    {
        var admin = await AdminApi.CreateAsync(server);
        var victim = await admin.CreateAsync("/users", """{"username":"victim","enabled":true}""");
        return (admin, await admin.ClientAsync("realm-management"), $"/users/{victim}");
    }
}
