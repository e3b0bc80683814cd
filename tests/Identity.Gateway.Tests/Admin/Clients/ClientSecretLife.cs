using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Clients;

/// <summary>The secret of a client over the admin API, and what it opens.</summary>
public class ClientSecretLife(GatewayServer server)
{
    [Fact]
    public async Task A_new_secret_works_and_the_old_one_no_longer()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"app","secret":"old","serviceAccountsEnabled":true}""");
        Assert.Equal("""{"type":"secret","value":"old"}""", (await admin.GetAsync($"/clients/{id}/client-secret")).Body);
        Assert.Equal("200", await LogInAsync(admin.Realm, "old"));

        var renewed = await admin.PostAsync($"/clients/{id}/client-secret", "{}");

        Assert.Equal((200, "type value"), (renewed.Status, renewed.Keys));
        await SeenAsync(admin, id);
        Assert.Equal("200", await LogInAsync(admin.Realm, renewed.Text("value")));
        Assert.StartsWith("401", await LogInAsync(admin.Realm, "old"));
        Assert.Equal((404, "Client does not have a rotated secret"), Refusal(await admin.GetAsync($"/clients/{id}/client-secret/rotated")));
    }

    [Fact]
    public async Task A_former_secret_works_until_it_is_ended_where_the_client_asks_for_it()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"app","secret":"old","serviceAccountsEnabled":true,"attributes":{"client.secret.rotated.expiration.period":"3600"}}""");

        await admin.PostAsync($"/clients/{id}/client-secret", "{}");

        Assert.Equal("""{"type":"secret","value":"old"}""", (await admin.GetAsync($"/clients/{id}/client-secret/rotated")).Body);
        Assert.Equal("200", await LogInAsync(admin.Realm, "old"));
        Assert.Equal(204, (await admin.DeleteAsync($"/clients/{id}/client-secret/rotated")).Status);
        await SeenAsync(admin, id);
        Assert.StartsWith("401", await LogInAsync(admin.Realm, "old"));
    }

    [Fact]
    public async Task A_former_secret_whose_time_is_over_does_not_work()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"app","secret":"new","serviceAccountsEnabled":true,"attributes":{"client.secret.rotated":"old","client.secret.rotated.expiration.time":"1000000000"}}""");

        Assert.StartsWith("401", await LogInAsync(admin.Realm, "old"));
        Assert.Equal(404, (await admin.GetAsync($"/clients/{id}/client-secret/rotated")).Status);
    }

    // The token endpoint follows within a second; a read by the administrator shows this pod the change at once.
    private static Task<Answer> SeenAsync(AdminApi admin, string id) => admin.GetAsync($"/clients/{id}");

    private async Task<string> LogInAsync(string realm, string secret)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "app"), new("client_secret", secret)]);
        var answer = await Answer.OfAsync(await server.Http.PostAsync($"{server.BaseUrl}/realms/{realm}/protocol/openid-connect/token", form));
        return answer.Status == 200 ? "200" : $"{answer.Status} {answer.Body}";
    }

    private static (int, string?) Refusal(Answer answer) => (answer.Status, answer.Error);
}
