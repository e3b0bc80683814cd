using System.Text.Json;

namespace Identity.K8s.Tests.Tools;

/// <summary>kubectl's kustomize: no cluster is needed.</summary>
internal static class Kubectl
{
    // The first whose kustomize (5.0) has all that the overlays use: components, replacements, patches by target.
    private const int LeastMinor = 27;

    private static readonly Lazy<string?> s_reason = new(FindReason);

    /// <summary>Skips the test, saying why, where there is no kubectl that can render the overlays.</summary>
    public static void SkipWhereMissing() => Assert.SkipWhen(s_reason.Value is not null, s_reason.Value ?? "");

    public static string Render(string folder) => CommandLine.Run("kubectl", Repository.Root, "kustomize", folder)!;

    private static string? FindReason()
    {
        if (CommandLine.Run("kubectl", Repository.Root, "version", "--client", "--output=json") is not { } answer)
        {
            return "kubectl is not installed (1.27 or later is needed)";
        }

        using var json = JsonDocument.Parse(answer);
        var version = json.RootElement.GetProperty("clientVersion");
        var minor = int.Parse(version.GetProperty("minor").GetString()!.TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture);
        return minor >= LeastMinor ? null : $"kubectl {version.GetProperty("gitVersion").GetString()} is too old to render the overlays (1.27 or later is needed)";
    }
}
