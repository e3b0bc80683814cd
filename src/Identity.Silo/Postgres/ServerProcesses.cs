using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Identity.Silo.Postgres;

/// <summary>The processes of a private server, found by the name in their titles, whoever started them.</summary>
internal static class ServerProcesses
{
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int KillNow = 9;
    private static readonly TimeSpan s_pollPeriod = TimeSpan.FromMilliseconds(5);

    /// <summary>Asks the server to end its sessions, write a checkpoint and stop.</summary>
    public static void StopFast(int processId) => _ = SendSignal(processId, Interrupt);

    /// <summary>Tells the server to stop at once; the next start recovers.</summary>
    public static void StopNow(int processId) => _ = SendSignal(processId, Quit);

    /// <summary>Ends every process of the server, the first one first, so that it cannot put things in order.</summary>
    public static void KillAll(string serverName, int? postmaster)
    {
        if (postmaster is { } first)
        {
            _ = SendSignal(first, KillNow);
        }

        foreach (var processId in Find(serverName))
        {
            _ = SendSignal(processId, KillNow);
        }
    }

    /// <summary>The living processes of the server.</summary>
    public static IReadOnlyList<int> Find(string serverName)
    {
        var found = new List<int>();
        if (!Directory.Exists("/proc/self"))
        {
            return found;
        }

        var title = $"postgres: {serverName}: ";
        var argument = $"cluster_name={serverName}";
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var processId)
                && ReadCommandLine(folder) is { } commandLine
                && (commandLine.StartsWith(title, StringComparison.Ordinal) || commandLine.Split('\0').Contains(argument)))
            {
                found.Add(processId);
            }
        }

        return found;
    }

    /// <summary>Waits until no process of the server lives. False when some still did at the end of the time.</summary>
    public static async Task<bool> WaitUntilGoneAsync(string serverName, TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        while (Find(serverName).Count > 0)
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                return false;
            }

            await Task.Delay(s_pollPeriod);
        }

        return true;
    }

    // A process that is gone or a zombie has an empty command line or none.
    private static string? ReadCommandLine(string folder)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "cmdline")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
