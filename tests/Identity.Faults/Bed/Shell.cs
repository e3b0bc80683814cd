using System.Diagnostics;

namespace Identity.Faults.Bed;

/// <summary>Programs that run to their end.</summary>
internal static class Shell
{
    /// <summary>Answers the output; throws when the program fails.</summary>
    public static async Task<string> RunAsync(params string[] command)
    {
        var (exitCode, output) = await TryRunAsync(command);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {exitCode}: {output.Trim()}");
    }

    /// <summary>Answers the exit code and both outputs.</summary>
    public static async Task<(int ExitCode, string Output)> TryRunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Whether a program is installed.</summary>
    public static bool Has(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
