using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Login;

/// <summary>The users of a realm that a Keycloak exported, with the passwords that they had there.</summary>
public class ImportedUsers(GatewayHost host)
{
    [Theory]
    [InlineData("alice", "alice-password")]
    [InlineData("bob", "bob-password")]
    [InlineData("bob@acme.test", "bob-password")]
    [InlineData("carol", "carol-password")]
    [InlineData("zoë", "пароль-zoë")]
    [InlineData("ZOË", "пароль-zoë")]
    public async Task Log_in_with_their_old_passwords(string username, string password)
    {
        using var browser = new Browser(host);

        var first = await browser.LogInAsync(username, password);
        using var later = new Browser(host);
        var second = await later.LogInAsync(username, password);

        Assert.NotEmpty(first.Code);
        Assert.NotEmpty(second.Code);
    }
}
