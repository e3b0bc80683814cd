using System.Collections.Concurrent;
using System.Diagnostics;
using Identity.Faults.Networks;

namespace Identity.Faults.Bed;

/// <summary>A program that runs on a machine of the bed until it is stopped or dies, at the latest with this process.</summary>
internal sealed class Daemon : IDisposable
{
    private const int KeptLines = 400;
    private static readonly BlockingCollection<Action> s_starts = [];
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    static Daemon() => new Thread(StartAll) { IsBackground = true, Name = "starts programs" }.Start();

    private Daemon(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Record(line.Data);
        _process.ErrorDataReceived += (_, line) => Record(line.Data);
    }

    public int Id { get; private set; }

    /// <summary>Ends with the process.</summary>
    public Task Exited { get; private set; } = Task.CompletedTask;

    /// <summary>Of a process that has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What it wrote last.</summary>
    public string Output => string.Join('\n', _output);

    public static async Task<Daemon> StartAsync(Host host, IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        // Apart from the terminal, so that Ctrl-C is ours to handle.
        var start = new ProcessStartInfo("ip", ["netns", "exec", host.Name, "setsid", "setpriv", "--pdeathsig=KILL", "--", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var daemon = new Daemon(start);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        s_starts.Add(() =>
        {
            try
            {
                daemon.Start();
                started.SetResult();
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        });
        await started.Task;
        return daemon;
    }

    /// <summary>To this process alone.</summary>
    public void Signal(int signal)
    {
        if (!Exited.IsCompleted)
        {
            NativeCalls.Signal(Id, signal);
        }
    }

    /// <summary>SIGKILL, and waits for the end.</summary>
    public Task KillAsync()
    {
        Signal(NativeCalls.SigKill);
        return Exited;
    }

    public void Dispose() => _process.Dispose();

    // The kernel kills a child when the thread that started it ends: one thread starts all and never does.
    private static void StartAll()
    {
        foreach (var start in s_starts.GetConsumingEnumerable())
        {
            start();
        }
    }

    private void Start()
    {
        _process.Start();
        Id = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Exited = _process.WaitForExitAsync();
    }

    private void Record(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
            while (_output.Count > KeptLines)
            {
                _output.TryDequeue(out _);
            }
        }
    }
}
