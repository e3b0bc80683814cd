using System.Text;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Token;

public sealed class TokenRequestErrors(GatewayServer server)
{
    private const string InvalidClient = "Invalid client or Invalid client credentials";
    private readonly OidcClient _client = new(server);

    // Keycloak 26.7.4's answers.
    [Theory]
    [InlineData("", 400, "invalid_request", "Missing form parameter: grant_type")]
    [InlineData("grant_type=", 400, "invalid_request", "Missing form parameter: grant_type")]
    [InlineData("grant_type=nope&SVC", 400, "unsupported_grant_type", "Unsupported grant_type")]
    [InlineData("grant_type=urn:ietf:params:oauth:grant-type:device_code&SVC", 400, "unsupported_grant_type", "Unsupported grant_type")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials&SVC", 400, "invalid_request", "duplicated parameter")]
    [InlineData("grant_type=client_credentials", 401, "invalid_client", InvalidClient)]
    [InlineData("grant_type=client_credentials&client_id=nope&client_secret=x", 401, "invalid_client", InvalidClient)]
    [InlineData("grant_type=client_credentials&client_id=off&client_secret=off", 401, "invalid_client", InvalidClient)]
    [InlineData("grant_type=client_credentials&client_id=svc&client_secret=x", 401, "unauthorized_client", InvalidClient)]
    [InlineData("grant_type=client_credentials&client_id=svc", 401, "unauthorized_client", InvalidClient)]
    [InlineData("grant_type=client_credentials&client_id=signed&client_secret=x", 401, "unauthorized_client", InvalidClient)]
    [InlineData("grant_type=client_credentials&client_id=res&client_secret=res", 400, "invalid_client", "Bearer-only not allowed")]
    [InlineData("grant_type=client_credentials&client_id=app", 401, "unauthorized_client", "Public client not allowed to retrieve service account")]
    [InlineData("grant_type=client_credentials&client_id=plain&client_secret=plain", 401, "unauthorized_client", "Client not enabled to retrieve service account")]
    [InlineData("grant_type=client_credentials&scope=nope&SVC", 400, "invalid_scope", "Invalid scopes: nope")]
    [InlineData("grant_type=password&client_id=plain&client_secret=plain&username=alice&password=pw-1", 400, "unauthorized_client", "Client not allowed for direct access grants")]
    [InlineData("grant_type=password&client_id=app", 401, "invalid_request", "Missing parameter: username")]
    [InlineData("grant_type=password&client_id=app&username=greta&password=x", 400, "invalid_grant", "Invalid user credentials")]
    [InlineData("grant_type=password&client_id=app&username=greta", 400, "invalid_grant", "Invalid user credentials")]
    [InlineData("grant_type=password&client_id=app&username=nobody&password=x", 400, "invalid_grant", "Invalid user credentials")]
    [InlineData("grant_type=password&client_id=app&username=dora&password=pw-1", 400, "invalid_grant", "Account disabled")]
    [InlineData("grant_type=password&client_id=app&username=rita&password=pw-1", 400, "invalid_grant", "Account is not fully set up")]
    [InlineData("grant_type=refresh_token&client_id=app", 400, "invalid_request", "No refresh token")]
    [InlineData("grant_type=refresh_token&client_id=app&refresh_token=abc", 400, "invalid_grant", "Invalid refresh token")]
    [InlineData("grant_type=authorization_code&client_id=app&redirect_uri=http://127.0.0.1:9/cb", 400, "invalid_request", "Missing parameter: code")]
    [InlineData("grant_type=authorization_code&client_id=app&code=abc", 400, "invalid_grant", "Code not valid")]
    [InlineData("grant_type=authorization_code&client_id=app&code=a.b~offline.c", 400, "invalid_grant", "Code not valid")]
    public async Task A_wrong_request_is_refused(string form, int status, string error, string description)
    {
        var answer = await _client.TokenAsync(form.Replace("SVC", OidcClient.Svc, StringComparison.Ordinal));

        Assert.Equal((status, error, description), (answer.Status, answer.Error, answer.Description));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_JSON_body_counts_as_no_form()
    {
        using var content = new StringContent("""{"grant_type":"client_credentials"}""", Encoding.UTF8, "application/json");

        var answer = await _client.SendAsync(HttpMethod.Post, $"{_client.Protocol}/token", content, null, null);

        Assert.Equal((400, "Missing form parameter: grant_type"), (answer.Status, answer.Description));
    }

    [Fact]
    public async Task A_body_of_more_than_64_KiB_is_refused()
    {
        var answer = await _client.TokenAsync($"grant_type=client_credentials&x={new string('x', 65 * 1024)}");

        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Another_method_is_refused_in_JSON()
    {
        var answer = await _client.SendAsync(HttpMethod.Get, $"{_client.Protocol}/token", null, null, null);

        Assert.Equal((405, "HTTP 405 Method Not Allowed"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task A_wrong_secret_in_the_header_is_challenged()
    {
        var answer = await _client.TokenAsync("grant_type=client_credentials", OidcClient.Basic("svc", "x"));

        Assert.Equal((401, "unauthorized_client"), (answer.Status, answer.Error));
        Assert.Equal("Basic realm=\"rec\"", answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_refusal_is_the_same_for_an_unknown_realm()
    {
        var answer = await new OidcClient(server, "nope").TokenAsync("grant_type=client_credentials");

        Assert.Equal((404, "Realm does not exist"), (answer.Status, answer.Error));
    }
}
