using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Identity.Silo.Postgres;

/// <summary>One run of the server, from its start to its end.</summary>
internal sealed class ServerRun
{
    private const int KeptLines = 20;
    private static readonly TimeSpan s_pollPeriod = TimeSpan.FromMilliseconds(5);

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lastLines = new();
    private readonly ProcessStartInfo _start;
    private readonly Action<string> _log;

    private ServerRun(ProcessStartInfo start, Action<string> log)
    {
        _start = start;
        _log = log;
    }

    /// <summary>The postmaster.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Ends when the postmaster has ended.</summary>
    public Task Exited => _exited.Task;

    /// <summary>What the server said last.</summary>
    public string LastWords
    {
        get
        {
            lock (_lastLines)
            {
                return string.Join(Environment.NewLine, _lastLines);
            }
        }
    }

    /// <summary>Starts the server. Its lines go to <paramref name="log"/>.</summary>
    public static async Task<ServerRun> StartAsync(IReadOnlyList<string> command, Action<string> log)
    {
        var run = new ServerRun(ShortProcess.StartInfo(command), log);

        // The kernel asks the server to stop when the thread that started it ends: one that lives as long as the server starts it.
        new Thread(run.Live) { IsBackground = true, Name = "private PostgreSQL" }.Start();
        await run._started.Task;
        return run;
    }

    /// <summary>Waits until the server answers. False when it ended instead.</summary>
    public async Task<bool> WaitUntilReadyAsync(string pidFile, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!IsReady(pidFile))
        {
            if (Exited.IsCompleted)
            {
                return false;
            }

            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                throw new PrivatePostgresException($"PostgreSQL was not ready after {patience.TotalSeconds:0} s: {LastWords}");
            }

            await Task.Delay(s_pollPeriod, cancellationToken);
        }

        return true;
    }

    private bool IsReady(string pidFile)
    {
        try
        {
            // The first line is the process, the eighth its status.
            var lines = File.ReadAllLines(pidFile);
            return lines.Length > 7
                && lines[0] == ProcessId.ToString(CultureInfo.InvariantCulture)
                && lines[7].Trim() == "ready";
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Nothing is above this thread: what it threw would end the process.
    private void Live()
    {
        try
        {
            LiveOut();
        }
        catch (Exception exception)
        {
            _started.TrySetException(new PrivatePostgresException($"PostgreSQL cannot be watched: {exception.Message}", exception));
            _exited.TrySetResult();
        }
    }

    private void LiveOut()
    {
        using var process = new Process { StartInfo = _start };
        try
        {
            process.OutputDataReceived += (_, line) => Hear(line.Data);
            process.ErrorDataReceived += (_, line) => Hear(line.Data);
            process.Start();
        }
        catch (Win32Exception exception)
        {
            _started.SetException(new PrivatePostgresException($"PostgreSQL does not start: {exception.Message}", exception));
            _exited.SetResult();
            return;
        }

        ProcessId = process.Id;
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _started.SetResult();
        process.WaitForExit();
        _exited.SetResult();
    }

    private void Hear(string? line)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }

        _log(line);
    }
}
