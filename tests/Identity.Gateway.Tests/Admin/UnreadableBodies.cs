using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin;

public sealed class UnreadableBodies(GatewayServer server)
{
    [Theory]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"name":"a\ud800b"}""")]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("""{"name":"a","attributes":{"x\u0000":["y"]}}""")]
    [InlineData("""{"name":"a","attributes":{"x":["\udfff"]}}""")]
    [InlineData("""{"name":{}}""")]
    [InlineData("""[]""")]
    [InlineData("""{"name":"a"}}""")]
    [InlineData("\uFEFF{\"name\":\"a\"}")]
    public async Task Every_endpoint_with_a_body_answers_400(string body)
    {
        var api = await AdminApi.CreateAsync(server);
        foreach (var path in new[] { "groups", "roles", "client-scopes", "clients", "users", "components" })
        {
            var answer = await api.PostAsync("/" + path, body);

            Assert.True(answer.Status == 400, $"{path}: {answer.Status} {answer.Body}");
            Assert.Contains("\"error", answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("groups", "name")]
    [InlineData("roles", "name")]
    [InlineData("client-scopes", "name")]
    [InlineData("clients", "clientId")]
    [InlineData("users", "username")]
    public async Task A_name_that_is_longer_than_its_index_takes_is_refused(string path, string field)
    {
        var api = await AdminApi.CreateAsync(server);
        var random = new Random(1);
        var name = string.Concat(Enumerable.Range(0, 20_000).Select(_ => (char)random.Next('a', 'z' + 1)));

        var answer = await api.PostAsync("/" + path, $$"""{"{{field}}":"{{name}}","protocol":"openid-connect"}""");

        Assert.True(answer.Status == 400, $"{answer.Status} {answer.Body}");
    }

    [Theory]
    [InlineData("users?search=a%00b")]
    [InlineData("users?q=a%3Ab%00")]
    [InlineData("groups?search=%00")]
    [InlineData("clients?clientId=%00")]
    [InlineData("events?type=%00")]
    public async Task A_query_with_a_nul_is_refused(string path)
    {
        var api = await AdminApi.CreateAsync(server);

        Assert.Equal(400, (await api.GetAsync("/" + path)).Status);
    }
}
