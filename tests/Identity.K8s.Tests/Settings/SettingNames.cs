using System.Text.RegularExpressions;
using Identity.K8s.Tests.Manifests;
using Identity.K8s.Tests.Tools;

namespace Identity.K8s.Tests.Settings;

public partial class SettingNames
{
    private static readonly HashSet<string> s_known = [.. Silo.Configuration.Settings.All.Select(setting => setting.Variable)];

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void In_manifests_are_settings_of_the_server(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        var named = rendered.Settings.Keys.Concat(rendered.Server["env"].Items.Select(variable => variable["name"].Text!))
            .Where(name => name.StartsWith("KC_", StringComparison.Ordinal) || name.StartsWith("IDENTITY_", StringComparison.Ordinal));

        Assert.Empty(named.Except(s_known));
    }

    [Fact]
    public void In_components_and_documents_are_settings_of_the_server()
    {
        var files = Directory.EnumerateFiles(Repository.K8s, "*", SearchOption.AllDirectories).Where(path => path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".tf", StringComparison.Ordinal))
            .Append(Repository.PathOf("docs", "operations.md"));

        var named = files.SelectMany(path => Variable().Matches(File.ReadAllText(path)).Select(match => match.Value)).ToHashSet();

        Assert.Empty(named.Except(s_known));
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void No_secret_is_among_the_settings(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        Assert.DoesNotContain(rendered.Settings, setting => setting.Key.Contains("PASSWORD", StringComparison.Ordinal) || setting.Key == "IDENTITY_SEAL_KEYS" || setting.Value.Text!.Contains("password=", StringComparison.OrdinalIgnoreCase));
        Assert.All(rendered.Server["env"].Items.Where(variable => variable["name"].Text!.Contains("PASSWORD", StringComparison.Ordinal)), variable => Assert.True(variable.At("valueFrom.secretKeyRef.name").Exists));
    }

    [Theory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void The_server_accepts_them(string overlay)
    {
        var rendered = Overlay.Of(overlay);

        // What the pod's environment is, its secrets made up; files are checked elsewhere.
        var environment = rendered.Settings.Where(setting => !setting.Key.EndsWith("_FILE", StringComparison.Ordinal)).ToDictionary(setting => setting.Key, setting => setting.Value.Text!);
        environment["KC_DB_USERNAME"] = "identity";
        environment["KC_DB_PASSWORD"] = "made-up";
        environment["KC_HTTP_ENABLED"] = "true";
        environment["KC_DB_URL"] = environment["KC_DB_URL"].Split('?')[0];
        environment["IDENTITY_SEAL_KEYS"] = Convert.ToBase64String(new byte[32]);

        var values = Silo.Configuration.SettingValues.Read(new Dictionary<string, string>(), environment);
        var options = Silo.Configuration.ServerOptionsReader.Read(values, Silo.Configuration.ServerMode.Production);

        Assert.Equal(TimeSpan.FromSeconds(5), options.ShutdownDelay);
        Assert.Empty(values.Warnings);
    }

    [GeneratedRegex(@"\b(?:KC|IDENTITY)_[A-Z0-9_]*[A-Z0-9]\b")]
    private static partial Regex Variable();
}
