using System.Diagnostics;
using System.Net;
using Identity.Testing;
using Identity.Testing.Processes;

namespace Identity.Silo.Tests.Production;

public sealed class Drain(PostgresServer postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Clients = 16;

    private readonly HttpClient _http = new();
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await postgres.CreateDatabaseAsync();

    [Theory]
    [InlineData(ServerProcess.SigTerm)]
    [InlineData(ServerProcess.SigInt)]
    public async Task Under_load_no_request_that_was_taken_fails(int signal)
    {
        await using var server = await StartAsync();
        var answered = 0;
        using var load = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => AskUntilRefusedAsync(server.Realm, () => Interlocked.Increment(ref answered), load.Token))).ToArray();
        await Eventually.TrueAsync(() => Volatile.Read(ref answered) > 10 * Clients, "requests are answered");

        server.Process.Signal(signal);
        var clock = Stopwatch.StartNew();
        await Eventually.TrueAsync(async () => !await IsReadyAsync(server), "it is not ready");
        output.WriteLine($"not ready after {clock.ElapsedMilliseconds} ms");

        Assert.Equal(0, await server.Process.ExitCodeAsync());
        output.WriteLine($"gone after {clock.ElapsedMilliseconds} ms, {answered} requests answered");
        await load.CancelAsync();
        await Task.WhenAll(clients);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_request_under_way_is_finished()
    {
        await using var server = await StartAsync();
        using var connection = new KeptConnection(server.Realm);
        Assert.True(await connection.TryConnectAsync());
        await connection.BeginGrantAsync();

        server.Process.Signal(ServerProcess.SigTerm);
        await Eventually.TrueAsync(async () => !await CanConnectAsync(server.Realm), "no more connections are taken");

        Assert.Equal(200, await connection.FinishGrantAsync());
        Assert.True(connection.Closing);
        Assert.Equal(0, await server.Process.ExitCodeAsync());
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        await using var server = await StartAsync();
        using var connection = new KeptConnection(server.Realm);
        Assert.True(await connection.TryConnectAsync());
        await connection.BeginGrantAsync();
        server.Process.Signal(ServerProcess.SigTerm);
        await Eventually.TrueAsync(async () => !await CanConnectAsync(server.Realm), "no more connections are taken");
        Assert.False(server.Process.HasExited);

        server.Process.Signal(ServerProcess.SigTerm);
        var clock = Stopwatch.StartNew();

        Assert.Equal(130, await server.Process.ExitCodeAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_hold_it_up_for_longer_than_allowed()
    {
        await using var server = await StartAsync("--shutdown-delay", "0", "--shutdown-timeout", "2s");
        using var connection = new KeptConnection(server.Realm);
        Assert.True(await connection.TryConnectAsync());
        await connection.BeginGrantAsync();

        server.Process.Signal(ServerProcess.SigTerm);
        var clock = Stopwatch.StartNew();

        Assert.Equal(0, await server.Process.ExitCodeAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(5));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _database.DisposeAsync();
    }

    private Task<ProductionServer> StartAsync(params string[] options) =>
        ProductionServer.StartHttpAsync(_database.ConnectionString, ["--hostname-strict=false", .. options]);

    /// <summary>A client that obeys Connection: close and takes no broken answer for an answer.</summary>
    private static async Task AskUntilRefusedAsync(string realm, Action answered, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var connection = new KeptConnection(realm);
            if (!await connection.TryConnectAsync())
            {
                return;
            }

            for (var first = true; !connection.Closing && !stop.IsCancellationRequested; first = false)
            {
                try
                {
                    Assert.Equal(200, await connection.GrantAsync());
                }
                catch (IOException) when (first)
                {
                    // The kernel's queue had it when the listener closed: the server never took it.
                    return;
                }

                answered();
            }
        }
    }

    private static async Task<bool> CanConnectAsync(string realm)
    {
        using var connection = new KeptConnection(realm);
        return await connection.TryConnectAsync();
    }

    private async Task<bool> IsReadyAsync(ProductionServer server)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"{server.Management}/health/ready"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
