using System.Text.RegularExpressions;
using Identity.K8s.Tests.Manifests;
using Identity.K8s.Tests.Tools;

namespace Identity.K8s.Tests.Settings;

public partial class OperationsGuide
{
    private readonly string _text = File.ReadAllText(Repository.PathOf("docs", "operations.md"));

    [Fact]
    public void Names_paths_that_exist()
    {
        var paths = PathName().Matches(_text).Select(match => match.Value.TrimEnd('.')).Distinct().ToList();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(Path.Exists(Repository.PathOf(path)), path));
    }

    [Fact]
    public void Names_components_and_overlays_that_exist()
    {
        var known = Directory.GetDirectories(Repository.PathOf("k8s", "components")).Concat(Directory.GetDirectories(Repository.PathOf("k8s", "overlays"))).Select(Path.GetFileName).ToHashSet();

        var named = ComponentName().Matches(_text).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [Fact]
    public void Names_objects_that_exist()
    {
        var rendered = Overlay.Of("production");
        var known = rendered.Objects.Select(Overlay.Name).Concat(rendered.OfKind("Cluster").Select(cluster => Overlay.Name(cluster) + "-rw")).ToHashSet();

        var named = ObjectName().Matches(_text).Select(match => match.Groups.Values.Last(group => group.Success).Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [GeneratedRegex(@"\bk8s/[\w./-]*\w")]
    private static partial Regex PathName();

    [GeneratedRegex(@"component `([a-z-]+)`")]
    private static partial Regex ComponentName();

    [GeneratedRegex(@"\b(?:deployment|service)/([a-z-]+)|\b(?:hpa|cluster) (identity[a-z-]*)(?= )")]
    private static partial Regex ObjectName();
}
