using System.Globalization;
using YamlDotNet.Serialization;

namespace Identity.K8s.Tests.Manifests;

/// <summary>A place in a manifest. What is not there is an empty node, so that paths can be followed without checks.</summary>
internal readonly struct Node(object? value)
{
    private static readonly IDeserializer s_yaml = new DeserializerBuilder().Build();

    public bool Exists => value is not null;

    public string? Text => value as string;

    public int Number => int.Parse(Text ?? throw new InvalidOperationException("There is no number here."), CultureInfo.InvariantCulture);

    /// <summary>A list's elements.</summary>
    public IEnumerable<Node> Items => value is List<object> list ? list.Select(item => new Node(item)) : [];

    /// <summary>A map's entries.</summary>
    public IReadOnlyDictionary<string, Node> Entries =>
        value is Dictionary<object, object> map ? map.ToDictionary(pair => (string)pair.Key, pair => new Node(pair.Value)) : [];

    public IEnumerable<string> Texts => Items.Select(item => item.Text ?? "");

    public Node this[string key] => value is Dictionary<object, object> map && map.TryGetValue(key, out var found) ? new Node(found) : default;

    /// <summary>All documents of a YAML text.</summary>
    public static IReadOnlyList<Node> ParseAll(string yaml) =>
        [.. yaml.Split("\n---\n").Select(document => new Node(s_yaml.Deserialize<object?>(document))).Where(node => node.Exists)];

    /// <summary>Follows keys between dots; keys that hold dots need the indexer.</summary>
    public Node At(string path) => path.Split('.').Aggregate(this, (node, key) => node[key]);

    /// <summary>The node and everything below it.</summary>
    public IEnumerable<Node> Everything() => value switch
    {
        List<object> => Items.SelectMany(item => item.Everything()).Prepend(this),
        Dictionary<object, object> => Entries.Values.SelectMany(item => item.Everything()).Prepend(this),
        _ => [this],
    };

    /// <summary>The labels are there with these values, and maybe others too.</summary>
    public bool HasLabels(Node wanted)
    {
        var labels = this;
        return wanted.Entries.All(pair => labels[pair.Key].Text == pair.Value.Text);
    }

    public override string ToString() => Text ?? "{...}";
}
