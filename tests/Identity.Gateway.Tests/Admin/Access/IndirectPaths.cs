using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Access;

/// <summary>Ways to an administrator's powers that give no role away: over a user, a group, a client or a key that has them.</summary>
public class IndirectPaths(GatewayServer server)
{
    private static readonly string[] s_lesser = ["manage-realm", "manage-users", "manage-clients", "view-events", "impersonation"];

    // What is asked, and what an administrator who may do everything in the realm is answered.
    public static TheoryData<string, string, string?, int> Paths => new()
    {
        { "PUT", "/users/{boss}/reset-password", """{"value":"mine"}""", 204 },
        { "PUT", "/users/{boss}", """{"email":"mine@example.org"}""", 204 },
        { "PUT", "/users/{boss}", """{"enabled":false}""", 204 },
        { "PUT", "/users/{boss}", """{"federationLink":"mine"}""", 204 },
        { "PUT", "/users/{boss}", """{"credentials":[{"type":"password","value":"mine"}]}""", 204 },
        { "POST", "/users/{boss}/federated-identity/mine", """{"userId":"me"}""", 204 },
        { "POST", "/users/{boss}/impersonation", "{}", 200 },
        { "DELETE", "/users/{boss}", null, 204 },
        { "PUT", "/users/{person}/groups/{bosses}", "{}", 204 },
        { "POST", "/users", """{"username":"new","groups":["/bosses"]}""", 201 },
        { "PUT", "/default-groups/{bosses}", "{}", 204 },
        { "POST", "/groups/{bosses}/children", """{"id":"{plain}","name":"plain"}""", 204 },
        { "DELETE", "/groups/{bosses}", null, 204 },
        { "GET", "/clients/{robot}/client-secret", null, 200 },
        { "POST", "/clients/{robot}/client-secret", "{}", 200 },
        { "GET", "/clients/{robot}/client-secret/rotated", null, 404 },
        { "PUT", "/clients/{robot}", """{"clientId":"robot","secret":"mine"}""", 204 },
        { "POST", "/clients/{robot}/registration-access-token", "{}", 200 },
        { "POST", "/clients/{robot}/certificates/jwt.credential/generate", "{}", 200 },
        { "GET", "/clients/{robot}/certificates/jwt.credential", null, 200 },
        { "GET", "/clients/{robot}/installation/providers/keycloak-oidc-keycloak-json", null, 200 },
        { "PUT", "/clients/{console}", """{"redirectUris":["https://mine.example/*"]}""", 204 },
        { "PUT", "/clients/{cli}", """{"standardFlowEnabled":true,"redirectUris":["https://mine.example/*"]}""", 204 },
        { "PUT", "/clients/{management}", """{"serviceAccountsEnabled":true}""", 403 },
        { "POST", "/clients/{management}/client-secret", "{}", 403 },
        { "POST", "/components", """{"name":"mine","providerId":"rsa","providerType":"org.keycloak.keys.KeyProvider","config":{"privateKey":["none"]}}""", 400 },
        { "PUT", "/users/{boss}/reset-password-email", "{}", 500 },
        { "PUT", "/users/{boss}/execute-actions-email", """["UPDATE_PASSWORD"]""", 500 },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task What_reaches_an_administrator_takes_his_powers(string method, string path, string? body, int forTheChief)
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var (lesser, chief) = (await realm.AsAsync(s_lesser), await realm.AsAsync("realm-admin"));
        var filled = await FillAsync(realm, path);
        var before = await realm.StoredAsync();

        var refused = await lesser.SendAsync(new HttpMethod(method), filled, body is null ? null : realm.Fill(body));

        Assert.True(refused.Status == 403, $"{refused.Status} {refused.Body}");
        Assert.Equal(before, await realm.StoredAsync());

        var answer = await chief.SendAsync(new HttpMethod(method), filled, body is null ? null : realm.Fill(body));
        Assert.True(answer.Status == forTheChief, $"{answer.Status} {answer.Body}");
    }

    [Fact]
    public async Task A_member_is_not_taken_out_of_an_administrators_group_and_no_group_away_from_it()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var below = await realm.Admin.CreateAsync($"/groups/{realm.Bosses}/children", """{"name":"below"}""");
        await realm.Admin.PutAsync($"/users/{realm.Person}/groups/{realm.Bosses}", "{}");
        var lesser = await realm.AsAsync(s_lesser);

        Assert.Equal(403, (await lesser.DeleteAsync($"/users/{realm.Person}/groups/{realm.Bosses}")).Status);
        Assert.Equal(403, (await lesser.PostAsync("/groups", $$"""{"id":"{{below}}","name":"below"}""")).Status);
        Assert.Equal(204, (await realm.Admin.PostAsync("/groups", $$"""{"id":"{{below}}","name":"below"}""")).Status);
    }

    [Fact]
    public async Task The_secret_of_a_powerful_client_is_in_no_list_for_who_may_do_less()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var viewer = await realm.AsAsync("view-clients");

        Assert.DoesNotContain("robots-secret", (await viewer.GetAsync("/clients")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("robots-secret", (await viewer.GetAsync($"/clients/{realm.Robot}")).Body, StringComparison.Ordinal);
        Assert.Contains("robots-secret", (await (await realm.AsAsync("realm-admin")).GetAsync("/clients?clientId=robot")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_administrators_goes_on_as_before()
    {
        var realm = await PowerfulRealm.CreateAsync(server);
        var (users, clients, settings) = (await realm.AsAsync("manage-users"), await realm.AsAsync("manage-clients"), await realm.AsAsync("manage-realm"));
        var plain = await clients.CreateAsync("/clients", """{"clientId":"plain","serviceAccountsEnabled":true}""");

        Assert.Equal(204, (await users.PutAsync($"/users/{realm.Person}", """{"email":"other@example.org","enabled":false}""")).Status);
        Assert.Equal(204, (await users.PutAsync($"/users/{realm.Boss}", """{"lastName":"Renamed","requiredActions":["UPDATE_PASSWORD"]}""")).Status);
        Assert.Equal(204, (await users.DeleteAsync($"/users/{realm.Person}")).Status);
        Assert.Equal(200, (await clients.PostAsync($"/clients/{plain}/client-secret", "{}")).Status);
        Assert.Equal(204, (await clients.PutAsync($"/clients/{plain}", """{"redirectUris":["https://app.example/*"]}""")).Status);
        Assert.Equal(201, (await settings.PostAsync("/components", """{"name":"made","providerId":"rsa-generated","providerType":"org.keycloak.keys.KeyProvider","config":{"priority":["1"]}}""")).Status);
    }

    private static async Task<string> FillAsync(PowerfulRealm realm, string path) => realm.Fill(path)
        .Replace("{console}", await realm.Admin.ClientAsync("security-admin-console"), StringComparison.Ordinal)
        .Replace("{cli}", await realm.Admin.ClientAsync("admin-cli"), StringComparison.Ordinal)
        .Replace("{management}", await realm.Admin.ClientAsync("realm-management"), StringComparison.Ordinal);
}
