using System.Net;
using Identity.Testing.Processes;

namespace Identity.Silo.Tests.Commands;

public sealed class DevelopmentServer
{
    [Fact]
    public async Task Serves_stops_and_goes_on_with_its_data()
    {
        await using var server = await DevServer.StartAsync();
        using var http = new HttpClient();
        var keys = await http.GetStringAsync(new Uri($"{server.Url}/realms/acme/protocol/openid-connect/certs"));
        Assert.Contains("Listening on http://localhost:", server.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(DevServer.Administrator.Password, server.Process.Output, StringComparison.Ordinal);

        Assert.Equal(0, await server.Process.StopAsync());
        await server.RestartAsync();

        Assert.Equal(keys, await http.GetStringAsync(new Uri($"{server.Url}/realms/acme/protocol/openid-connect/certs")));
        using var health = await http.GetAsync(new Uri($"{server.Url}/health"));
        Assert.Equal(HttpStatusCode.NotFound, health.StatusCode);
        using var realm = await http.GetAsync(new Uri($"{server.Management}/realms/acme"));
        Assert.Equal(HttpStatusCode.NotFound, realm.StatusCode);
    }

    [Fact]
    public async Task Survives_sigkill()
    {
        await using var server = await DevServer.StartAsync();

        await server.Process.KillAsync();
        await server.RestartAsync();

        using var http = new HttpClient();
        using var realm = await http.GetAsync(new Uri($"{server.Url}/realms/acme"));
        Assert.Equal(HttpStatusCode.OK, realm.StatusCode);
    }
}
