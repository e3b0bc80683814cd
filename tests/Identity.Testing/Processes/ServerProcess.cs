using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace Identity.Testing.Processes;

/// <summary>The built server as a process of its own, started as an operator starts it.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    /// <summary>What Ctrl-C sends.</summary>
    public const int SigInt = 2;

    /// <summary>What asks a process to stop.</summary>
    public const int SigTerm = 15;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>It is gone.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote so far, both streams.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The server assembly that the solution's build made.</summary>
    public static string Assembly { get; } = FindAssembly();

    /// <summary>Starts the server with these arguments and environment; does not wait for it to be ready.</summary>
    public static ServerProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Assembly);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var server = new ServerProcess(process);
        process.OutputDataReceived += (_, line) => server.Record(line.Data);
        process.ErrorDataReceived += (_, line) => server.Record(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Waits until the address answers 200; fails with the server's output when it exits or does not.</summary>
    public async Task WaitUntilOkAsync(string url)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var waited = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await timer.WaitForNextTickAsync())
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The server exited with {_process.ExitCode}:\n{Output}");
            }

            if (await IsOkAsync(http, url))
            {
                return;
            }

            if (waited.Elapsed > StartTimeout)
            {
                throw new TimeoutException($"{url} did not answer 200 within {StartTimeout}:\n{Output}");
            }
        }
    }

    /// <summary>SIGKILL, of this process alone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal to this process alone.</summary>
    public void Signal(int signal) => Signal(_process.Id, signal);

    /// <summary>Sends a signal to any process.</summary>
    public static void Signal(int processId, int signal) => _ = SendSignal(processId, signal);

    /// <summary>SIGTERM, and waits for the exit; answers the exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            Signal(SigTerm);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits for the exit; answers the exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(StartTimeout);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static async Task<bool> IsOkAsync(HttpClient http, string url)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(url));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static string FindAssembly()
    {
        // artifacts/bin/<test project>/<configuration>/ beside artifacts/bin/Identity.Silo/<configuration>/
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var path = Path.Combine(own.Parent!.Parent!.FullName, "Identity.Silo", own.Name, "identity-server.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("Build Identity.Silo first.", path);
    }

    private void Record(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
