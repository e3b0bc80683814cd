using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Users;

/// <summary>The sessions of a user, seen, ended and begun by an administrator.</summary>
public class UserSessions(GatewayServer server)
{
    private const string Alice =
        """{"username":"alice","enabled":true,"email":"a@x.org","firstName":"A","lastName":"L","credentials":[{"type":"password","value":"pw-1"}]}""";

    [Fact]
    public async Task A_user_who_is_logged_out_has_no_session_and_its_tokens_are_refused()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/users", Alice);
        var alice = await admin.AsAsync(admin.Realm, "alice", "pw-1");
        var before = await admin.GetAsync($"/users/{id}/sessions");

        var ended = await admin.PostAsync($"/users/{id}/logout", "{}");

        Assert.Equal("id username userId ipAddress start lastAccess rememberMe clients transientUser", string.Join(' ', before.Json[0].EnumerateObject().Select(field => field.Name)));
        Assert.Equal((204, string.Empty), (ended.Status, ended.Body));
        Assert.Equal("[]", (await admin.GetAsync($"/users/{id}/sessions")).Body);
        Assert.Equal(401, (await alice.GetAsync("/users")).Status);
        Assert.True((await admin.GetAsync($"/users/{id}")).Json.GetProperty("notBefore").GetInt64() > 0);
        Assert.Equal(200, await server.PasswordGrantAsync(admin.Realm, "alice", "pw-1"));
    }

    [Fact]
    public async Task An_administrator_sees_the_realm_as_one_of_its_users()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/users", Alice);

        var begun = await admin.PostAsync($"/users/{id}/impersonation", "{}");

        Assert.Equal($$"""{"redirect":"{{server.BaseUrl}}/realms/{{admin.Realm}}/account","sameRealm":false}""", begun.Body);
        Assert.Contains("KEYCLOAK_IDENTITY=", begun.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Equal(1, (await admin.GetAsync($"/users/{id}/sessions")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData("""{"username":"off","enabled":false}""", """{"errorMessage":"User is disabled"}""")]
    public async Task Some_users_cannot_be_impersonated(string user, string answer)
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/users", user);

        var refused = await admin.PostAsync($"/users/{id}/impersonation", "{}");

        Assert.Equal((400, answer), (refused.Status, refused.Body));
    }

    [Fact]
    public async Task Links_to_identity_providers_are_kept()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/users", Alice);

        var added = await admin.PostAsync($"/users/{id}/federated-identity/google", """{"userId":"1","userName":"a"}""");
        var again = await admin.PostAsync($"/users/{id}/federated-identity/google", """{"userId":"1","userName":"a"}""");
        var removed = await admin.DeleteAsync($"/users/{id}/federated-identity/google", "{}");
        var gone = await admin.DeleteAsync($"/users/{id}/federated-identity/google");

        Assert.Equal((204, 409, 204, 404), (added.Status, again.Status, removed.Status, gone.Status));
        Assert.Equal("""{"error":"Link not found"}""", gone.Body);
        Assert.Equal("[]", (await admin.GetAsync($"/users/{id}/consents")).Body);
        Assert.Equal((404, """{"error":"Consent nor offline token not found"}"""), ((await admin.DeleteAsync($"/users/{id}/consents/account")).Status, (await admin.DeleteAsync($"/users/{id}/consents/account")).Body));
        Assert.Equal("""{"error":"Client not found"}""", (await admin.DeleteAsync($"/users/{id}/consents/nope")).Body);
    }
}
