using System.Diagnostics;

namespace Identity.K8s.Tests.Tools;

/// <summary>Runs a tool to its end.</summary>
internal static class CommandLine
{
    /// <summary>What the tool printed; null when there is no such tool on the machine. Throws when it fails.</summary>
    public static string? Run(string tool, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        using var process = TryStart(start);
        if (process is null)
        {
            return null;
        }

        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{errors.GetAwaiter().GetResult()}");
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
