using System.Diagnostics;

namespace Identity.Browser.Tests;

/// <summary>The sample application on openid-client, as a Node.js process.</summary>
internal sealed class SampleApp : IAsyncDisposable
{
    private readonly Process _process;

    private SampleApp(Process process, int port)
    {
        _process = process;
        Url = $"http://localhost:{port}";
    }

    public string Url { get; }

    /// <summary>Starts the application at the port that its realm allows the client shop.</summary>
    public static async Task<SampleApp> StartAsync(string issuer, int port)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "sample-app");
        var start = new ProcessStartInfo("node", "server.mjs") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ISSUER"] = issuer;
        start.Environment["CLIENT_ID"] = "shop";
        start.Environment["PORT"] = port.ToString();
        var process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync() != "listening")
        {
            throw new InvalidOperationException($"The sample application did not start: {await process.StandardError.ReadToEndAsync()}");
        }

        return new SampleApp(process, port);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
