using System.ComponentModel;
using System.Diagnostics;

namespace Identity.Silo.Postgres;

/// <summary>A program that runs to its end and is judged by its exit code and output.</summary>
internal static class ShortProcess
{
    internal sealed record Result(int ExitCode, string Output);

    /// <summary>Runs without a shell, in the root folder, with a bare environment.</summary>
    public static async Task<Result> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new PrivatePostgresException($"{command[0]} does not start: {exception.Message}", exception);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Result(process.ExitCode, (await output) + (await error));
    }

    public static ProcessStartInfo StartInfo(IReadOnlyList<string> command)
    {
        // The root folder, as the server's user may not be able to enter ours.
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        return start;
    }
}
