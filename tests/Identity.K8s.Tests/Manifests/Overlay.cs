using System.Collections.Concurrent;
using Identity.K8s.Tests.Tools;

namespace Identity.K8s.Tests.Manifests;

/// <summary>What one overlay sends to a cluster. Each is rendered once a run.</summary>
internal sealed class Overlay(IReadOnlyList<Node> objects)
{
    private static readonly ConcurrentDictionary<string, Lazy<Overlay>> s_rendered = new();

    /// <summary>Every overlay.</summary>
    public static TheoryData<string> All => [.. Directory.GetDirectories(Repository.PathOf("k8s", "overlays")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>Those that people depend on.</summary>
    public static TheoryData<string> Serious => [.. All.Select(row => row.Data).Where(name => name != "dev")];

    public IReadOnlyList<Node> Objects => objects;

    /// <summary>The deployment of the pods.</summary>
    public Node Deployment => One("Deployment", "identity");

    public Node Pod => Deployment.At("spec.template.spec");

    public Node Server => Pod["containers"].Items.Single();

    public IReadOnlyDictionary<string, Node> Settings => Config["data"].Entries;

    private Node Config => OfKind("ConfigMap").Single(map => Name(map).StartsWith("identity-settings-", StringComparison.Ordinal));

    public static Overlay Of(string name, string? folder = null)
    {
        Kubectl.SkipWhereMissing();
        return s_rendered.GetOrAdd(name, key => new Lazy<Overlay>(() => Render(folder ?? Repository.PathOf("k8s", "overlays", key)))).Value;
    }

    public static Overlay Render(string folder) => new(Node.ParseAll(Kubectl.Render(folder)));

    public static string Name(Node manifest) => manifest.At("metadata.name").Text!;

    public IEnumerable<Node> OfKind(string kind) => objects.Where(manifest => manifest["kind"].Text == kind);

    public Node One(string kind, string name) => objects.Single(manifest => manifest["kind"].Text == kind && Name(manifest) == name);

    /// <summary>Pods' descriptions, the database's of the development overlay included.</summary>
    public IEnumerable<Node> PodTemplates => OfKind("Deployment").Select(deployment => deployment.At("spec.template"));
}
