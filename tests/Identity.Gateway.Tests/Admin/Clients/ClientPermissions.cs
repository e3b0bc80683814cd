using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Clients;

/// <summary>Who may see and change clients: the answers that Keycloak gives to holders of one role.</summary>
public class ClientPermissions(GatewayServer server)
{
    // Viewer, querier, creator and manager in this order.
    private static readonly string[] Roles = ["view-clients", "query-clients", "create-client", "manage-clients"];

    [Fact]
    public async Task Each_role_reaches_what_it_reaches_in_Keycloak()
    {
        var admin = await AdminApi.CreateAsync(server);
        var client = await admin.CreateAsync("/clients", """{"clientId":"conf","secret":"s"}""");
        var scope = await admin.CreateAsync("/client-scopes", """{"name":"scp","protocol":"openid-connect"}""");
        (string Method, string Path, string? Body, string Statuses)[] rows =
        [
            ("GET", "/clients?clientId=conf", null, "200 200 403 200"),
            ("GET", $"/clients/{client}", null, "200 403 403 200"),
            ("GET", "/clients/nope", null, "404 404 403 404"),
            ("GET", $"/clients/{client}/client-secret", null, "200 403 403 200"),
            ("POST", $"/clients/{client}/client-secret", "{}", "403 403 403 200"),
            ("GET", $"/clients/{client}/default-client-scopes", null, "200 403 403 200"),
            ("GET", $"/clients/{client}/protocol-mappers/models", null, "200 403 403 200"),
            ("GET", $"/clients/{client}/session-count", null, "200 403 403 200"),
            ("GET", $"/clients/{client}/installation/providers/keycloak-oidc-keycloak-json", null, "200 403 403 200"),
            ("GET", $"/clients/{client}/evaluate-scopes/protocol-mappers", null, "200 403 403 200"),
            ("GET", $"/clients/{client}/certificates/jwt.credential", null, "200 403 403 200"),
            ("POST", $"/clients/{client}/registration-access-token", "{}", "403 403 403 200"),
            ("PUT", $"/clients/{client}", """{"description":"x"}""", "403 403 403 204"),
            ("POST", "/clients", "{}", "403 403 403 201"),
            ("DELETE", "/clients/nope", null, "404 404 403 404"),
            ("GET", "/client-scopes", null, "200 200 403 200"),
            ("GET", $"/client-scopes/{scope}", null, "200 403 403 200"),
            ("PUT", $"/client-scopes/{scope}", """{"name":"scp"}""", "403 403 403 204"),
            ("GET", "/default-default-client-scopes", null, "200 403 403 200"),
            ("PUT", $"/clients/{client}/default-client-scopes/{scope}", "{}", "403 403 403 204"),
            ("GET", "/client-session-stats", null, "403 403 403 403"),
            ("GET", "/clients-initial-access", null, "200 403 403 200"),
            ("POST", "/clients-initial-access", "{}", "403 403 403 201"),
            ("GET", "/client-policies/profiles", null, "403 403 403 403"),
        ];
        var people = new List<AdminApi>();
        foreach (var role in Roles)
        {
            people.Add(await HolderAsync(admin, role));
        }

        foreach (var (method, path, body, statuses) in rows)
        {
            var answers = new List<string>();
            foreach (var person in people)
            {
                answers.Add($"{(await person.SendAsync(new HttpMethod(method), path, body)).Status}");
            }

            Assert.Equal($"{method} {path}: {statuses}", $"{method} {path}: {string.Join(' ', answers)}");
        }

        Assert.Equal("[]", (await people[1].GetAsync("/clients?clientId=conf")).Body);
    }

    private static async Task<AdminApi> HolderAsync(AdminApi admin, string role)
    {
        var user = await admin.CreateAsync("/users", $$"""{"username":"{{role}}","enabled":true,"email":"{{role}}@x.example","firstName":"a","lastName":"b","credentials":[{"type":"password","value":"p"}]}""");
        var management = (await admin.GetAsync("/clients?clientId=realm-management")).Json[0].GetProperty("id").GetString();
        var found = (await admin.GetAsync($"/clients/{management}/roles/{role}")).Json;
        var given = await admin.PostAsync($"/users/{user}/role-mappings/clients/{management}", new JsonArray(JsonNode.Parse(found.GetRawText())));
        Assert.True(given.Status == 204, given.Body);
        return await admin.AsAsync(admin.Realm, role, "p");
    }
}
