using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Discovery;

public sealed class PublicDocuments(GatewayServer server)
{
    private readonly OidcClient _client = new(server);

    [Fact]
    public async Task Metadata_is_the_same_at_its_three_addresses()
    {
        var discovery = await GetAsync("/realms/rec/.well-known/openid-configuration");

        Assert.Equal(_client.Issuer, discovery.Text("issuer"));
        Assert.Equal($"{_client.Protocol}/token", discovery.Text("token_endpoint"));
        Assert.Equal("no-cache, must-revalidate, no-transform, no-store".Split(", ").Order(), discovery.Header("Cache-Control")!.Split(", ").Order());
        Assert.Equal(discovery.Body, (await GetAsync("/realms/rec/.well-known/oauth-authorization-server")).Body);
        Assert.Equal(discovery.Body, (await GetAsync("/.well-known/oauth-authorization-server/realms/rec")).Body);
    }

    [Fact]
    public async Task The_realm_shows_the_key_that_the_key_set_has()
    {
        var realm = await GetAsync("/realms/rec");
        var keys = await GetAsync("/realms/rec/protocol/openid-connect/certs");

        Assert.Equal("realm public_key token-service account-service tokens-not-before", realm.Keys);
        Assert.Contains(keys.Json.GetProperty("keys").EnumerateArray(), key => key.GetProperty("alg").GetString() == "RS256" && key.GetProperty("use").GetString() == "sig");
        Assert.DoesNotContain(keys.Json.GetProperty("keys").EnumerateArray(), key => key.GetProperty("kty").GetString() == "oct");
    }

    [Fact]
    public async Task Keys_that_sign_come_first()
    {
        var keys = await GetAsync("/realms/rec/protocol/openid-connect/certs");

        Assert.Equal(["sig", "enc"], keys.Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("use").GetString()));
    }

    [Theory]
    [InlineData("/realms/nope", 404, "Realm does not exist")]
    [InlineData("/realms/nope/.well-known/openid-configuration", 404, "Realm does not exist")]
    [InlineData("/realms/rec/nope", 404, "HTTP 404 Not Found")]
    [InlineData("/realms/rec/.well-known/nope", 404, "HTTP 404 Not Found")]
    [InlineData("/nope", 404, "HTTP 404 Not Found")]
    public async Task What_is_not_there_is_not_found_in_JSON(string path, int status, string error)
    {
        var answer = await GetAsync(path);

        Assert.Equal((status, error), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Any_origin_may_read_metadata()
    {
        var answer = await GetAsync("/realms/rec/.well-known/openid-configuration", "https://a.example");

        Assert.Equal("https://a.example", answer.Header("Access-Control-Allow-Origin"));
    }

    private Task<Answer> GetAsync(string path, string? origin = null) => _client.SendAsync(HttpMethod.Get, server.BaseUrl + path, null, null, origin);
}
