using System.Diagnostics;

namespace Identity.AdminClient.Tests;

/// <summary>Keycloak's own administration client, against three pods without stickiness: each call goes to the next pod, so that what one wrote the
/// next has to know.</summary>
public class OfficialClient(PodsFixture pods)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "scripts");

    /// <summary>One script a resource.</summary>
    public static TheoryData<string> Scripts =>
        [.. Directory.EnumerateFiles(Folder, "*.test.mjs").Select(path => Path.GetFileName(path)[..^".test.mjs".Length]).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Administers(string resource)
    {
        var start = new ProcessStartInfo("node", ["--test", "--test-reporter=spec", $"{resource}.test.mjs"])
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in pods.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(s_patience);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process is { HasExited: true, ExitCode: 0 }, await output + await errors);
    }
}
