using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>Why some differences are right, or are there for now. <c>Data/differences.json</c> holds them.</summary>
/// <param name="Ids">Patterns of exchanges; <c>*</c> stands for any text.</param>
/// <param name="Paths">Patterns of places in the answers.</param>
/// <param name="Ours">Patterns of what we answer there instead, as JSON, <c>nothing</c> for nothing; an empty list allows anything.</param>
/// <param name="Why">The reason, in a few words.</param>
/// <param name="See">The heading of docs/keycloak.md that says more.</param>
internal sealed record Explanation(IReadOnlyList<string> Ids, IReadOnlyList<string> Paths, IReadOnlyList<string> Ours, string Why, string See)
{
    private readonly Regex _ids = Pattern(Ids);
    private readonly Regex _paths = Pattern(Paths);
    private readonly Regex _ours = Pattern(Ours.Count == 0 ? ["*"] : Ours);

    /// <summary>All explanations.</summary>
    public static IReadOnlyList<Explanation> All { get; } =
    [
        .. TestData.Read("differences.json").AsArray().Select(node => new Explanation(
            Texts(node!["ids"]), Texts(node["paths"]), Texts(node["ours"]), (string)node["why"]!, (string)node["see"]!)),
    ];

    /// <summary>It explains this one.</summary>
    public bool Covers(Difference difference) => _ids.IsMatch(difference.Id) && _paths.IsMatch(difference.Path) && _ours.IsMatch(difference.Actual ?? "nothing");

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Ids)} {string.Join(", ", Paths)}: {Why}";

    private static string[] Texts(JsonNode? node) => [.. (node?.AsArray() ?? []).Select(text => (string)text!)];

    private static Regex Pattern(IEnumerable<string> patterns) =>
        new($"^(?:{string.Join('|', patterns.Select(pattern => Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)))})$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
