using System.Security.Cryptography.X509Certificates;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Clients;

/// <summary>What the admin API tells and does about one client besides its record.</summary>
public class ClientExtras(GatewayServer server)
{
    [Fact]
    public async Task Example_tokens_say_what_a_login_would()
    {
        var admin = await AdminApi.CreateAsync(server);
        var user = await admin.CreateAsync("/users", """{"username":"bob","enabled":true,"email":"bob@x.example","firstName":"Bob","lastName":"B"}""");
        var path = $"/clients/{await admin.CreateAsync("/clients", """{"clientId":"ex","redirectUris":["https://ex.example/*"]}""")}/evaluate-scopes";

        var access = await admin.GetAsync($"{path}/generate-example-access-token?userId={user}&scope=openid%20nope");
        var id = await admin.GetAsync($"{path}/generate-example-id-token?userId={user}");
        var info = await admin.GetAsync($"{path}/generate-example-userinfo?userId={user}&scope=openid");

        Assert.Equal("exp iat jti iss aud sub typ azp sid acr allowed-origins realm_access resource_access scope", string.Join(' ', access.Keys.Split(' ').Take(14)));
        Assert.Equal(("account", "Bearer", "ex", user), (access.Text("aud"), access.Text("typ"), access.Text("azp"), access.Text("sub")));
        Assert.Equal("email openid profile", string.Join(' ', access.Text("scope").Split(' ').Order(StringComparer.Ordinal)));
        Assert.StartsWith("onrtna:", access.Text("jti"), StringComparison.Ordinal);
        Assert.Equal(("ID", "bob", null), (id.Text("typ"), id.Text("preferred_username"), id.Text("at_hash")));
        Assert.Equal((user, "bob@x.example"), (info.Text("sub"), info.Text("email")));
        Assert.Equal((404, "No user found"), Refusal(await admin.GetAsync($"{path}/generate-example-userinfo?userId=nope")));
        Assert.Equal((404, "No userId provided"), Refusal(await admin.GetAsync($"{path}/generate-example-userinfo")));
    }

    [Fact]
    public async Task Evaluation_lists_the_mappers_and_roles_that_apply()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"ex","fullScopeAllowed":false}""");
        var path = $"/clients/{id}/evaluate-scopes";

        var mappers = await admin.GetAsync($"{path}/protocol-mappers?scope=openid");
        var withPhone = await admin.GetAsync($"{path}/protocol-mappers?scope=openid%20phone");
        var granted = await admin.GetAsync($"{path}/scope-mappings/{admin.Realm}/granted");
        var notGranted = await admin.GetAsync($"{path}/scope-mappings/{admin.Realm}/not-granted");

        Assert.True(mappers.Json.GetArrayLength() > 10);
        Assert.Equal(mappers.Json.GetArrayLength() + 2, withPhone.Json.GetArrayLength());
        Assert.Equal("[]", granted.Body);
        Assert.Equal(3, notGranted.Json.GetArrayLength());
        Assert.Equal((404, "Role Container not found"), Refusal(await admin.GetAsync($"{path}/scope-mappings/nope/granted")));
    }

    [Fact]
    public async Task A_generated_key_is_kept_and_downloaded()
    {
        var admin = await AdminApi.CreateAsync(server);
        var path = $"/clients/{await admin.CreateAsync("/clients", """{"clientId":"keyed"}""")}/certificates/jwt.credential";
        const string store = """{"format":"PKCS12","keyAlias":"k","keyPassword":"p","storePassword":"p","keySize":2048,"validity":1}""";

        Assert.Equal("{}", (await admin.GetAsync(path)).Body);
        Assert.Equal((404, "keypair not generated for client"), Refusal(await admin.PostAsync($"{path}/download", store)));
        var file = await admin.PostAsync($"{path}/generate-and-download", store);
        var kept = await admin.GetAsync(path);
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(kept.Text("certificate")));

        Assert.Equal((200, "application/octet-stream"), (file.Status, file.Header("Content-Type")));
        Assert.Equal(("certificate", "CN=keyed"), (kept.Keys, certificate.Subject));
        Assert.Equal(200, (await admin.PostAsync($"{path}/download", store)).Status);
        Assert.Equal((400, "password-missing"), Refusal(await admin.PostAsync($"{path}/download", """{"format":"PKCS12"}""")));
        Assert.Equal(400, (await admin.PostAsync($"{path}/download", """{"format":"JKS","storePassword":"p"}""")).Status);
    }

    [Fact]
    public async Task Installation_files_name_the_realm_and_the_client()
    {
        var admin = await AdminApi.CreateAsync(server);
        var path = $"/clients/{await admin.CreateAsync("/clients", """{"clientId":"ex","secret":"<s>"}""")}/installation/providers";

        var json = await admin.GetAsync($"{path}/keycloak-oidc-keycloak-json");
        var xml = await admin.GetAsync($"{path}/keycloak-oidc-jboss-subsystem");
        var cli = await admin.GetAsync($"{path}/keycloak-oidc-jboss-subsystem-cli");

        Assert.Equal("realm auth-server-url ssl-required resource credentials confidential-port", json.Keys);
        Assert.Contains("<credential name=\"secret\">&lt;s&gt;</credential>", xml.Body, StringComparison.Ordinal);
        Assert.StartsWith("/subsystem=keycloak/secure-deployment=", cli.Body, StringComparison.Ordinal);
        Assert.Equal((404, "Unknown Provider"), Refusal(await admin.GetAsync($"{path}/nope")));
    }

    [Fact]
    public async Task Nodes_are_registered_and_forgotten()
    {
        var admin = await AdminApi.CreateAsync(server);
        var path = $"/clients/{await admin.CreateAsync("/clients", """{"clientId":"ex"}""")}";

        Assert.Equal(204, (await admin.PostAsync($"{path}/nodes", """{"node":"n1"}""")).Status);
        Assert.Contains("n1", (await admin.GetAsync(path)).Text("registeredNodes"), StringComparison.Ordinal);
        Assert.Equal((400, "Character ':' not allowed."), Refusal(await admin.PostAsync($"{path}/nodes", """{"node":"http://x"}""")));
        Assert.Equal(204, (await admin.DeleteAsync($"{path}/nodes/n1")).Status);
        Assert.Equal(404, (await admin.DeleteAsync($"{path}/nodes/n1")).Status);
        Assert.Equal("{}", (await admin.PostAsync($"{path}/push-revocation", "{}")).Body);
        Assert.Equal(501, (await admin.GetAsync($"{path}/management/permissions")).Status);
    }

    [Fact]
    public async Task Sessions_of_a_client_are_listed_and_counted()
    {
        var admin = await AdminApi.CreateAsync(server);
        var client = await admin.CreateAsync("/clients", """{"clientId":"ex","publicClient":true,"directAccessGrantsEnabled":true}""");
        await admin.CreateAsync("/users", """{"username":"bob","enabled":true,"email":"bob@x.example","firstName":"Bob","lastName":"B","credentials":[{"type":"password","value":"p"}]}""");
        using var form = new FormUrlEncodedContent([new("grant_type", "password"), new("client_id", "ex"), new("username", "bob"), new("password", "p")]);
        await admin.GetAsync("/clients?clientId=ex");
        var login = await Answer.OfAsync(await server.Http.PostAsync($"{server.BaseUrl}/realms/{admin.Realm}/protocol/openid-connect/token", form));
        Assert.True(login.Status == 200, login.Body);

        var sessions = await admin.GetAsync($"/clients/{client}/user-sessions?first=0&max=10");
        var statistics = await admin.GetAsync("/client-session-stats");

        Assert.Equal("id username userId ipAddress start lastAccess rememberMe clients transientUser", string.Join(' ', sessions.Json[0].EnumerateObject().Select(field => field.Name)));
        Assert.Equal($$"""{"{{client}}":"ex"}""", sessions.Json[0].GetProperty("clients").GetRawText());
        Assert.Equal("""{"count":1}""", (await admin.GetAsync($"/clients/{client}/session-count")).Body);
        Assert.Equal("""{"count":0}""", (await admin.GetAsync($"/clients/{client}/offline-session-count")).Body);
        Assert.Equal("[]", (await admin.GetAsync($"/clients/{client}/offline-sessions")).Body);
        Assert.Equal("1", statistics.Json[0].GetProperty("active").GetString());
        Assert.Equal("REGULAR", (await admin.GetAsync($"/ui-ext/sessions/client?clientId={client}&type=ALL")).Json[0].GetProperty("type").GetString());
    }

    private static (int, string?) Refusal(Answer answer) => (answer.Status, answer.Error);
}
