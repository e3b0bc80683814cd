using System.Text;
using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.ClientAuthentication;

public sealed class ClientAssertionProofs(GatewayServer server) : IAsyncLifetime
{
    private const string Type = "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private readonly OidcClient _client = new(server);

    // The right credentials make the failures of the other tests forgotten.
    public async ValueTask InitializeAsync()
    {
        Assert.Equal(200, (await SendAsync(ClientKey.Sign(Claims("signed")))).Status);
        Assert.Equal(200, (await SendAsync(ClientKey.Mac(Claims("mac"), "a-secret-of-at-least-32-characters"))).Status);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_signed_assertion_proves_the_client_once()
    {
        var assertion = ClientKey.Sign(Claims("signed"));

        var first = await SendAsync(assertion);
        var second = await SendAsync(assertion);

        Assert.Equal(200, first.Status);
        Assert.Equal((401, "unauthorized_client"), (second.Status, second.Error));
    }

    [Fact]
    public async Task Of_many_uses_at_once_one_succeeds()
    {
        var assertion = ClientKey.Sign(Claims("signed"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SendAsync(assertion)));

        Assert.Single(answers, answer => answer.Status == 200);
    }

    [Fact]
    public async Task A_secret_may_sign_for_a_client_registered_so()
    {
        Assert.Equal(200, (await SendAsync(ClientKey.Mac(Claims("mac"), "a-secret-of-at-least-32-characters"))).Status);
        Assert.Equal(401, (await SendAsync(ClientKey.Mac(Claims("mac"), "another-secret-of-32-characters-x"))).Status);
    }

    [Fact]
    public async Task A_wrong_assertion_is_refused()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string[] wrong =
        [
            "abc",
            "a.b.c",
            ClientKey.Sign(Claims("signed"), """{"alg":"none"}"""),
            ClientKey.Sign(Claims("signed"), """{"alg":"ES384","kid":"k1"}"""),
            ClientKey.Sign(Claims("signed"), """{"alg":"ES256","kid":"k2"}"""),
            ClientKey.Mac(Claims("signed"), ClientKey.Jwks),
            ClientKey.Sign(Claims("signed", audience: "https://other.example")),
            ClientKey.Sign(Claims("signed", expires: now - 60)),
            ClientKey.Sign(Claims("signed", expires: now + 86400)),
            ClientKey.Sign(Claims("signed").Replace("\"jti\"", "\"x\"", StringComparison.Ordinal)),
            ClientKey.Sign(Claims("signed").Replace("\"iss\":\"signed\"", "\"iss\":\"mac\"", StringComparison.Ordinal)),
            ClientKey.Sign(Claims("signed").Replace("\"exp\"", "\"x\"", StringComparison.Ordinal)),
        ];
        foreach (var assertion in wrong)
        {
            var answer = await SendAsync(assertion, "&client_id=signed");

            Assert.Equal((401, "unauthorized_client"), (answer.Status, answer.Error));
        }
    }

    [Theory]
    [InlineData("""{"alg":"ES256","kid":"k1","crit":["exp"],"exp":1}""", "")]
    [InlineData("""{"alg":"ES256","kid":"k1","crit":[]}""", "")]
    [InlineData("""{"alg":"ES256","kid":"k1","b64":true,"crit":["b64"]}""", "")]
    [InlineData("""{"alg":"ES256","kid":"k1","typ":"at+jwt"}""", "")]
    [InlineData("""{"alg":"ES256","kid":"k1","typ":"dpop+jwt"}""", "")]
    [InlineData("""{"alg":"ES256","kid":"k1","typ":7}""", "")]
    [InlineData("""{"alg":"ES256","kid":"k1","cty":"JWT"}""", "")]
    [InlineData("""{"alg":"none","alg":"ES256","kid":"k1"}""", "")]
    [InlineData("""{"alg":"es256","kid":"k1"}""", "")]
    [InlineData("""{"alg":"ES256","kid":7}""", """ "jti":7,""")]
    [InlineData(null, """ "aud":["ISSUER","https://other.example"],""")]
    [InlineData(null, """ "aud":["ISSUER","ISSUER"],""")]
    [InlineData(null, """ "aud":[],""")]
    [InlineData(null, """ "aud":[["ISSUER"]],""")]
    [InlineData(null, """ "aud":{"x":"ISSUER"},""")]
    [InlineData(null, """ "aud":"ISSUER/",""")]
    [InlineData(null, """ "aud":"ISSUER/protocol/openid-connect/token/introspect",""")]
    [InlineData(null, """ "aud":"ISSUER/protocol/openid-connect/revoke",""")]
    [InlineData(null, """ "aud":"",""")]
    [InlineData(null, """ "exp":"9999999999",""")]
    [InlineData(null, """ "exp":null,""")]
    [InlineData(null, """ "exp":-1,""")]
    [InlineData(null, """ "exp":1e300,""")]
    [InlineData(null, """ "nbf":9999999999,""")]
    [InlineData(null, """ "nbf":"x",""")]
    [InlineData(null, """ "iat":9999999999,""")]
    [InlineData(null, """ "nbf":1,"iat":9999999999,""")]
    [InlineData(null, """ "iat":1000000000,""")]
    [InlineData(null, """ "iat":"x",""")]
    [InlineData(null, """ "jti":"",""")]
    [InlineData(null, """ "jti":7,""")]
    [InlineData(null, """ "iss":["signed"],""")]
    [InlineData(null, """ "sub":"mac",""")]
    [InlineData(null, """ "extra":1,"extra":2,""")]
    public async Task An_assertion_that_could_be_meant_otherwise_is_refused(string? header, string claims)
    {
        var issuer = _client.Issuer;
        var sent = new JsonObject(JsonNode.Parse(Claims("signed"))!.AsObject().Select(claim => KeyValuePair.Create(claim.Key, claim.Value?.DeepClone())));
        var over = claims.Replace("ISSUER", issuer, StringComparison.Ordinal);
        foreach (var name in sent.Select(claim => claim.Key).Where(name => over.Contains($"\"{name}\":", StringComparison.Ordinal)).ToList())
        {
            sent.Remove(name);
        }

        var text = $"{{{over}{sent.ToJsonString()[1..]}";
        var answer = await SendAsync(header is null ? ClientKey.Sign(text) : ClientKey.Sign(text, header), "&client_id=signed");

        Assert.Equal((401, "unauthorized_client"), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData("""{"alg":"ES256","kid":"k1","typ":"JWT"}""", "ISSUER")]
    [InlineData("""{"alg":"ES256","typ":"client-authentication+jwt"}""", "ISSUER/protocol/openid-connect/token")]
    public async Task An_assertion_for_the_issuer_or_the_token_endpoint_is_taken(string header, string audience) =>
        Assert.Equal(200, (await SendAsync(ClientKey.Sign(Claims("signed", audience.Replace("ISSUER", _client.Issuer, StringComparison.Ordinal)), header))).Status);

    [Fact]
    public async Task An_only_audience_may_stand_in_a_list()
    {
        var claims = Claims("signed").Replace($"\"aud\":\"{_client.Issuer}\"", $"\"aud\":[\"{_client.Issuer}\"]", StringComparison.Ordinal);

        Assert.Equal(200, (await SendAsync(ClientKey.Sign(claims))).Status);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.0.2.7")]
    public async Task A_foreign_Host_makes_no_foreign_audience_ours(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_client.Protocol}/token");
        request.Headers.Host = host;
        var assertion = ClientKey.Sign(Claims("signed", audience: $"http://{host}/realms/{RecRealm.Name}"));
        request.Content = new StringContent($"grant_type=client_credentials&{Type}&client_assertion={assertion}&client_id=signed", Encoding.UTF8, "application/x-www-form-urlencoded");

        var answer = await Answer.OfAsync(await server.Http.SendAsync(request));

        Assert.Equal((401, "unauthorized_client"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task The_text_of_an_assertion_is_one()
    {
        foreach (var other in (string[])["=", "%0a", "%20", "."])
        {
            Assert.Equal(401, (await SendAsync(ClientKey.Sign(Claims("signed")) + other, "&client_id=signed")).Status);
        }
    }

    private Task<Answer> SendAsync(string assertion, string extra = "") =>
        _client.TokenAsync($"grant_type=client_credentials&{Type}&client_assertion={assertion}{extra}");

    private string Claims(string client, string? audience = null, long? expires = null) =>
        $$"""{"iss":"{{client}}","sub":"{{client}}","aud":"{{audience ?? _client.Issuer}}","jti":"{{Guid.NewGuid()}}","exp":{{expires ?? (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60)}}}""";
}
