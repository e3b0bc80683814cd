using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Users;

/// <summary>What administrators with a single role may do with users.</summary>
public class UserPermissions(GatewayServer server)
{
    private const int Ok = 200;

    [Theory]
    [InlineData("query-users", "GET /users=200 GET /users/count=200 GET /users/{u}=403 GET /users/nope=404 GET /users/{u}/groups=403 PUT /users/{u}=403 PUT /users/nope=404 POST /users=403 DELETE /users/nope=404 POST /users/nope/impersonation=404 POST /users/{u}/impersonation=403 GET /attack-detection/brute-force/users/{u}=403")]
    [InlineData("view-users", "GET /users=200 GET /users/{u}=200 GET /users/{u}/credentials=200 GET /users/{u}/consents=200 PUT /users/{u}=403 POST /users/{u}/logout=403 PUT /users/{u}/reset-password=403 GET /attack-detection/brute-force/users/{u}=200 DELETE /attack-detection/brute-force/users=403")]
    [InlineData("manage-users", "GET /users=200 GET /users/{u}=200 PUT /users/{u}=204 POST /users/{u}/logout=204 PUT /users/{u}/groups/nope=404 POST /users/{u}/impersonation=403 DELETE /attack-detection/brute-force/users/{u}=204 POST /users=400")]
    [InlineData("query-groups", "GET /users=403 GET /users/count=403 GET /users/nope=403 POST /users=403 POST /users/nope/impersonation=403")]
    [InlineData("impersonation", "GET /users=403 GET /users/{u}=403 POST /users/nope/impersonation=403 POST /users/{u}/impersonation=200")]
    [InlineData("view-realm", "GET /users=403 GET /users/{u}=403 GET /users/{u}/sessions=403 POST /users/{u}/logout=403")]
    public async Task A_role_allows_what_it_allows_in_Keycloak(string role, string expected)
    {
        var master = await AdminApi.CreateAsync(server);
        var user = await master.CreateAsync("/users", """{"username":"plain","enabled":true}""");
        var admin = await DelegateAsync(master, role);

        var answers = new List<string>();
        foreach (var request in expected.Split(' ').Chunk(2))
        {
            var path = request[1][..request[1].IndexOf('=', StringComparison.Ordinal)];
            var answer = await admin.SendAsync(new HttpMethod(request[0]), path.Replace("{u}", user, StringComparison.Ordinal), request[0] == "GET" ? null : "{}");
            answers.Add($"{request[0]} {path}={answer.Status}");
        }

        Assert.Equal(expected, string.Join(' ', answers));
    }

    [Fact]
    public async Task Who_may_only_query_users_sees_none()
    {
        var master = await AdminApi.CreateAsync(server);
        var admin = await DelegateAsync(master, "query-users");

        Assert.Equal((Ok, "[]"), ((await admin.GetAsync("/users")).Status, (await admin.GetAsync("/users")).Body));
    }

    [Theory]
    [InlineData("PUT", "/reset-password", """{"value":"taken"}""")]
    [InlineData("PUT", "", """{"email":"mine@example.org"}""")]
    [InlineData("PUT", "", """{"credentials":[{"type":"password","value":"taken"}]}""")]
    [InlineData("POST", "/federated-identity/x", """{"userId":"me"}""")]
    public async Task Nobody_takes_over_an_administrator_who_may_do_more(string method, string path, string body)
    {
        var master = await AdminApi.CreateAsync(server);
        await DelegateAsync(master, "realm-admin");
        var boss = (await master.GetAsync("/users?username=adm-realm-admin")).Json[0].GetProperty("id").GetString();
        var admin = await DelegateAsync(master, "manage-users");

        var refused = await admin.SendAsync(new HttpMethod(method), $"/users/{boss}{path}", body);

        Assert.Equal((403, """{"error":"HTTP 403 Forbidden"}"""), (refused.Status, refused.Body));
        Assert.Equal(204, (await admin.PutAsync($"/users/{boss}", """{"lastName":"Renamed"}""")).Status);
    }

    [Fact]
    public async Task Nobody_puts_a_user_into_a_group_that_may_do_more_than_himself()
    {
        var master = await AdminApi.CreateAsync(server);
        var group = await master.CreateAsync("/groups", """{"name":"bosses"}""");
        var client = (await master.GetAsync("/clients?clientId=realm-management")).Json[0].GetProperty("id").GetString();
        var role = (await master.GetAsync($"/clients/{client}/roles/realm-admin")).Body;
        Assert.Equal(204, (await master.PostAsync($"/groups/{group}/role-mappings/clients/{client}", $"[{role}]")).Status);
        var user = await master.CreateAsync("/users", """{"username":"plain","enabled":true}""");
        var admin = await DelegateAsync(master, "manage-users");

        Assert.Equal(403, (await admin.PutAsync($"/users/{user}/groups/{group}", "{}")).Status);
        Assert.Equal(403, (await admin.PostAsync("/users", """{"username":"planted","groups":["/bosses"]}""")).Status);
        Assert.Equal(204, (await master.PutAsync($"/users/{user}/groups/{group}", "{}")).Status);
        Assert.Equal("""{"count":1}""", (await master.GetAsync($"/users/{user}/groups/count")).Body);
    }

    private static async Task<AdminApi> DelegateAsync(AdminApi master, string role)
    {
        var name = $"adm-{role}";
        var id = await master.CreateAsync(
            "/users", $$"""{"username":"{{name}}","enabled":true,"email":"{{name}}@x.org","firstName":"A","lastName":"B","credentials":[{"type":"password","value":"pw"}]}""");
        var client = (await master.GetAsync("/clients?clientId=realm-management")).Json[0].GetProperty("id").GetString();
        var found = (await master.GetAsync($"/clients/{client}/roles/{role}")).Body;
        using var parsed = JsonDocument.Parse(found);
        var mapped = await master.PostAsync($"/users/{id}/role-mappings/clients/{client}", $"[{found}]");
        Assert.True(mapped.Status == 204, $"{role} {found}: {mapped.Status} {mapped.Body}");
        return await master.AsAsync(master.Realm, name, "pw");
    }
}
