using Identity.Gateway.Tests.Fixtures;
using Identity.Gateway.Tests.Keycloak;

namespace Identity.Gateway.Tests.Authorize;

public sealed class DisabledRealm(GatewayServer server)
{
    private readonly OidcClient _client = new(server, RecordedRealm.Disabled);

    [Theory]
    [InlineData("/protocol/openid-connect/auth?client_id=app&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcb")]
    [InlineData("/login-actions/authenticate?session_code=x")]
    [InlineData("/protocol/openid-connect/logout")]
    public async Task A_person_reads_on_a_page_that_it_is_disabled(string path)
    {
        var answer = await _client.SendAsync(HttpMethod.Get, _client.Issuer + path, null, null, null);

        Assert.Equal((400, "text/html; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        Assert.Contains(">Realm not enabled</p>", answer.Body, StringComparison.Ordinal);
        Assert.Null(answer.Header("Location"));
    }

    [Fact]
    public async Task An_application_reads_it_in_JSON_and_still_finds_the_keys()
    {
        var answer = await _client.UserInfoAsync("abc");
        var certs = await _client.SendAsync(HttpMethod.Get, $"{_client.Protocol}/certs", null, null, null);

        Assert.Equal((403, "access_denied", "Realm not enabled"), (answer.Status, answer.Error, answer.Description));
        Assert.Equal((200, "keys"), (certs.Status, certs.Keys));
    }
}
