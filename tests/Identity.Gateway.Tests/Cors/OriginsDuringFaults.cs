using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Cors;

public sealed class OriginsDuringFaults
{
    [Fact]
    public async Task An_application_can_read_that_the_database_is_away()
    {
        await using var server = new GatewayServer();
        await server.InitializeAsync();
        var client = new OidcClient(server);
        await client.PasswordAsync();
        await server.KillDatabaseAsync();

        var answer = await client.TokenAsync("grant_type=password&client_id=app&username=alice&password=pw-1", origin: "https://app.example");
        await server.RestartDatabaseAsync();

        Assert.Equal((503, "temporarily_unavailable", "1"), (answer.Status, answer.Error, answer.Header("Retry-After")));
        Assert.Equal("https://app.example", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("true", answer.Header("Access-Control-Allow-Credentials"));
        Assert.Contains("Origin", answer.Header("Vary"), StringComparison.Ordinal);
    }
}
