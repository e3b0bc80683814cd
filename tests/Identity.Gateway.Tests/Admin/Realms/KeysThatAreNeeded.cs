using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;
using Identity.Testing;

namespace Identity.Gateway.Tests.Admin.Realms;

/// <summary>Keys for what tokens are signed with are always there.</summary>
public class KeysThatAreNeeded(GatewayServer server)
{
    [Theory]
    [InlineData("ES256")]
    [InlineData("PS384")]
    [InlineData("HS256")]
    public async Task A_client_gets_tokens_with_the_algorithm_that_it_asks_for(string algorithm)
    {
        var admin = await AdminApi.CreateAsync(server);
        var attributes = $$"""{"access.token.signed.response.alg":"{{algorithm}}"}""";

        await admin.CreateAsync("/clients", $$"""{"clientId":"made","secret":"s","serviceAccountsEnabled":true,"attributes":{{attributes}}}""");
        var changed = await admin.CreateAsync("/clients", """{"clientId":"changed","secret":"s","serviceAccountsEnabled":true}""");
        Assert.Equal(algorithm, await AlgorithmAsync(admin.Realm, "made"));
        Assert.Equal(204, (await admin.PutAsync($"/clients/{changed}", $$"""{"attributes":{{attributes}}}""")).Status);

        await Eventually.TrueAsync(async () => await AlgorithmAsync(admin.Realm, "changed") == algorithm, "tokens follow the client");
    }

    [Fact]
    public async Task Logins_go_on_when_the_keys_are_taken_away()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/clients", """{"clientId":"svc","secret":"s","serviceAccountsEnabled":true}""");
        var components = (await admin.GetAsync("/components?type=org.keycloak.keys.KeyProvider")).Json.EnumerateArray().ToList();

        foreach (var component in components)
        {
            Assert.Equal(204, (await admin.DeleteAsync($"/components/{component.GetProperty("id").GetString()}")).Status);
        }

        var left = (await admin.GetAsync("/components?type=org.keycloak.keys.KeyProvider")).Json.EnumerateArray();
        Assert.Equal(["fallback-HS512", "fallback-RS256"], left.Select(component => component.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("RS256", await AlgorithmAsync(admin.Realm, "svc"));
    }

    [Fact]
    public async Task A_key_out_of_use_gets_a_successor()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/clients", """{"clientId":"svc","secret":"s","serviceAccountsEnabled":true}""");
        var key = (await admin.GetAsync("/components?type=org.keycloak.keys.KeyProvider")).Json.EnumerateArray()
            .First(component => component.GetProperty("providerId").GetString() == "rsa-generated").GetProperty("id").GetString();

        var changed = await admin.PutAsync($"/components/{key}", """{"providerId":"rsa-generated","providerType":"org.keycloak.keys.KeyProvider","config":{"priority":["100"],"active":["false"]}}""");

        Assert.Equal(204, changed.Status);
        Assert.Equal("RS256", await AlgorithmAsync(admin.Realm, "svc"));
    }

    private async Task<string> AlgorithmAsync(string realm, string client)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", "s")]);
        var answer = await Answer.OfAsync(await server.Http.PostAsync($"{server.BaseUrl}/realms/{realm}/protocol/openid-connect/token", form));
        Assert.True(answer.Status == 200, answer.Body);
        var header = answer.Text("access_token").Split('.')[0];
        return JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(header)).RootElement.GetProperty("alg").GetString()!;
    }
}
