using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Events;

/// <summary>Events for whoever takes all of them along.</summary>
public class EventsAsLines(GatewayServer server)
{
    // More than are read at a time.
    private const int Count = 520;

    [Fact]
    public async Task All_events_come_one_a_line_in_the_order_asked_for()
    {
        var admin = await AdminApi.CreateAsync(server);
        Assert.Equal(204, (await admin.PutAsync("/events/config", """{"adminEventsEnabled":true}""")).Status);
        await Parallel.ForAsync(0, Count, async (number, _) => await admin.PostAsync("/roles", $$"""{"name":"role-{{number}}"}"""));

        var newest = await LinesAsync(admin, "/admin-events?operationTypes=CREATE");
        var oldest = await LinesAsync(admin, "/admin-events?operationTypes=CREATE&direction=asc");

        Assert.Equal(Count, newest.Distinct().Count());
        Assert.Equal(newest.Reverse(), oldest);
        Assert.Equal(newest.Skip(2).Take(3), await LinesAsync(admin, "/admin-events?operationTypes=CREATE&first=2&max=3"));
        Assert.Equal(newest.Take(510), await LinesAsync(admin, "/admin-events?operationTypes=CREATE&max=510"));
        var first = JsonDocument.Parse(newest[0]).RootElement;
        Assert.Equal("REALM_ROLE", first.GetProperty("resourceType").GetString());
    }

    [Fact]
    public async Task Login_events_come_so_too_and_without_the_header_as_one_array()
    {
        var admin = await AdminApi.CreateAsync(server);
        Assert.Equal(204, (await admin.PutAsync("/events/config", """{"eventsEnabled":true}""")).Status);
        // Logins go by the setting within a second.
        string[] lines = [];
        await Testing.Eventually.TrueAsync(
            async () =>
            {
                using var form = new FormUrlEncodedContent([new("grant_type", "password"), new("client_id", "admin-cli"), new("username", "nobody"), new("password", "x")]);
                await server.Http.PostAsync($"{server.BaseUrl}/realms/{admin.Realm}/protocol/openid-connect/token", form, TestContext.Current.CancellationToken);
                return (lines = await LinesAsync(admin, "/events")).Length > 0;
            },
            "a refused login is told");

        Assert.Equal(lines, (await admin.GetAsync("/events")).Json.EnumerateArray().Select(found => found.GetRawText()));
        Assert.Empty(await LinesAsync(admin, "/events?type=LOGIN"));
    }

    private static async Task<string[]> LinesAsync(AdminApi admin, string path)
    {
        var answer = await admin.SendAsync(HttpMethod.Get, path, body: null, accept: "application/x-ndjson");
        Assert.Equal("application/x-ndjson", answer.Header("Content-Type"));
        return answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
