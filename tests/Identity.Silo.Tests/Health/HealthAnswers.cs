using System.Text.Json;
using Identity.Silo.Health;
using Identity.Testing.Processes;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Identity.Silo.Tests.Health;

public sealed class HealthAnswers : IDisposable
{
    private readonly ServerState _state = new();
    private readonly NpgsqlDataSource _noDatabase = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={FreePort.Next()};Username=x;Database=x");

    [Fact]
    public async Task Live_does_not_depend_on_the_database()
    {
        var (status, answer) = await AskAsync("/health/live");

        Assert.Equal((200, "UP"), (status, answer.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Started_says_what_it_waits_for()
    {
        _state.WaitFor("database schema");
        var (status, answer) = await AskAsync("/health/started");

        Assert.Equal((503, "DOWN"), (status, answer.GetProperty("status").GetString()));
        Assert.Contains("database schema", Reason(answer, 0), StringComparison.Ordinal);

        _state.MarkStarted();
        Assert.Equal(200, (await AskAsync("/health/started")).Status);
    }

    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/health")]
    public async Task Ready_is_down_and_says_why_while_the_database_is_away(string path)
    {
        _state.MarkStarted();

        var (status, answer) = await AskAsync(path);

        Assert.Equal(503, status);
        Assert.Equal("UP", answer.GetProperty("checks")[0].GetProperty("status").GetString());
        Assert.Equal("DOWN", answer.GetProperty("checks")[1].GetProperty("status").GetString());
        Assert.NotEmpty(Reason(answer, 1));
    }

    [Fact]
    public async Task Draining_is_not_ready()
    {
        _state.MarkStarted();
        _state.MarkDraining();

        var (_, answer) = await AskAsync("/health/ready");

        Assert.Equal("Stopping", Reason(answer, 0));
    }

    [Fact]
    public async Task Other_paths_are_not_health()
    {
        using var probe = new DatabaseProbe(_noDatabase, TimeProvider.System);
        var http = new DefaultHttpContext();
        http.Request.Path = "/health/other";

        Assert.False(await new HealthEndpoints(_state, probe).TryAnswerAsync(http));
    }

    public void Dispose() => _noDatabase.Dispose();

    private static string Reason(JsonElement answer, int check) => answer.GetProperty("checks")[check].GetProperty("data").GetProperty("reason").GetString()!;

    private async Task<(int Status, JsonElement Answer)> AskAsync(string path)
    {
        using var probe = new DatabaseProbe(_noDatabase, TimeProvider.System);
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        http.Request.Path = path;
        Assert.True(await new HealthEndpoints(_state, probe).TryAnswerAsync(http));
        await http.Response.BodyWriter.FlushAsync();
        using var document = JsonDocument.Parse(body.ToArray());
        return (http.Response.StatusCode, document.RootElement.Clone());
    }
}
