using System.Net;
using System.Net.Sockets;
using Identity.Testing.Processes;

namespace Identity.Silo.Tests.Commands;

public sealed class TakenPort
{
    [Fact]
    public async Task Is_named_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var server = ServerProcess.Start(
            ["start", "--http-enabled=true", "--hostname-strict=false", "--http-host", "127.0.0.1", "--http-port", $"{port}", "--http-management-port", "0", "--db-url", "postgresql://127.0.0.1:1/none"],
            new Dictionary<string, string> { ["IDENTITY_SEAL_KEYS"] = Convert.ToBase64String(new byte[32]) });

        Assert.Equal(1, await server.ExitCodeAsync());

        var errors = server.Output.Split('\n').Where(line => line.Contains("ERROR", StringComparison.Ordinal) || line.Contains("FATAL", StringComparison.Ordinal));
        Assert.Contains($":{port}: address already in use", Assert.Single(errors), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }
}
