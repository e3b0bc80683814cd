using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Reports;

/// <summary>Where a figure was measured, without which it says nothing.</summary>
internal static class Surroundings
{
    /// <summary>Facts by name, in order.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(Site site)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["date"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", null),
            ["load tester's machine"] = Machine,
            ["load tester"] = $"{await OutputAsync("git", "-C", AppContext.BaseDirectory, "describe", "--always", "--dirty")}, {RuntimeInformation.FrameworkDescription}",
            ["addresses"] = string.Join(' ', site.Options.Urls.Select(url => url.ToString().TrimEnd('/'))),
            ["users to choose from"] = $"{site.Options.Users}",
        };
        foreach (var (name, value) in await OfServerAsync(site))
        {
            facts[name] = value;
        }

        return facts;
    }

    /// <summary>Processors, memory and kernel of this machine.</summary>
    public static string Machine { get; } =
        $"{Environment.ProcessorCount} processors ({Line("/proc/cpuinfo", "model name")}), {Line("/proc/meminfo", "MemTotal")}, {RuntimeInformation.OSDescription}";

    // Only an administrator is told; without one the facts stay away.
    private static async Task<IReadOnlyDictionary<string, string>> OfServerAsync(Site site)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var server = await site.Administrator.SendAsync(HttpMethod.Get, "/admin/serverinfo");
            if (server.Status == 200)
            {
                using var document = JsonDocument.Parse(server.Body);
                var system = document.RootElement.GetProperty("systemInfo");
                facts["server"] = string.Join(", ", new[] { "version", "javaVendor", "javaVersion", "osName" }
                    .Select(name => system.TryGetProperty(name, out var value) ? value.ToString() : null).OfType<string>().Where(text => text.Length > 0));
            }

            var realm = await site.Administrator.SendAsync(HttpMethod.Get, site.Options.Realm);
            if (realm.Status == 200)
            {
                facts["signature"] = realm.Text("defaultSignatureAlgorithm") ?? "RS256";
                facts["password policy"] = realm.Text("passwordPolicy") ?? "the server's default (Argon2id, 7 MiB, 5 passes)";
            }
        }
        catch (InvalidOperationException)
        {
            facts["server"] = "unknown: no administrator was given";
        }

        return facts;
    }

    private static string Line(string file, string name)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
        }
        catch (IOException)
        {
            return "unknown";
        }
    }

    private static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output.Trim() : "unknown commit";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown commit";
        }
    }
}
