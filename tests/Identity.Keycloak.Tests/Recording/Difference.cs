using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>One place where an answer of ours is not what was recorded.</summary>
/// <param name="Id">The exchange.</param>
/// <param name="Path">Where in the answer: <c>/status</c>, <c>/headers/vary</c>, <c>/body/error</c>; elements of lists by their name.</param>
/// <param name="Expected">What was recorded, as JSON; null for nothing.</param>
/// <param name="Actual">What came, as JSON; null for nothing.</param>
internal sealed record Difference(string Id, string Path, string? Expected, string? Actual)
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] s_names = ["clientId", "name", "alias", "username", "algorithm", "providerId", "alg", "id"];

    /// <summary>Every difference between a recorded answer and ours; null stands for an exchange that could not be played.</summary>
    public static IEnumerable<Difference> Between(string id, JsonNode recorded, JsonNode? ours) =>
        ours is null ? [new Difference(id, "/", "an answer", null)] : Walk(id, string.Empty, recorded, ours);

    /// <inheritdoc/>
    public override string ToString() =>
        Expected is null ? $"{Path}: not expected ({Actual})" : Actual is null ? $"{Path}: missing (expected {Expected})" : $"{Path}: {Actual} (expected {Expected})";

    private static IEnumerable<Difference> Walk(string id, string path, JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonObject one, JsonObject other) => Members(id, path, one.ToDictionary(), other.ToDictionary()),
        (JsonArray one, JsonArray other) when one.Concat(other).FirstOrDefault() is var first && (first is JsonObject || IsText(first)) => Members(id, path, ByName(one), ByName(other)),
        _ when JsonNode.DeepEquals(expected, actual) => [],
        _ => [new Difference(id, path, Show(expected), Show(actual))],
    };

    private static IEnumerable<Difference> Members(string id, string path, Dictionary<string, JsonNode?> expected, Dictionary<string, JsonNode?> actual) =>
        expected.Keys.Union(actual.Keys).Order(StringComparer.Ordinal).SelectMany(name => (expected.TryGetValue(name, out var one), actual.TryGetValue(name, out var other)) switch
        {
            (true, true) => Walk(id, $"{path}/{name}", one, other),
            (true, false) => [new Difference(id, $"{path}/{name}", Show(one), null)],
            _ => [new Difference(id, $"{path}/{name}", null, Show(other))],
        });

    // Several of one name, as a user's sessions, have no order, and how many there are is another exchange's matter: each kind counts once.
    private static Dictionary<string, JsonNode?> ByName(JsonArray array)
    {
        var named = new Dictionary<string, JsonNode?>();
        foreach (var kinds in array.Index().GroupBy(element => NameOf(element.Index, element.Item), element => element.Item))
        {
            foreach (var (index, node) in kinds.DistinctBy(Show).OrderBy(Show, StringComparer.Ordinal).Index())
            {
                named[index == 0 ? kinds.Key : $"{kinds.Key} {index + 1}"] = node;
            }
        }

        return named;
    }

    private static string NameOf(int index, JsonNode? node) => node switch
    {
        JsonObject members when s_names.FirstOrDefault(name => IsText(members[name]) && (string)members[name]! != "<id>") is { } name =>
            (string)members[name]! + (members["subType"] is { } subType ? $"/{subType}" : string.Empty),
        _ when IsText(node) => ((string)node!).Split("=<opaque>")[0],
        _ => $"[{index}]",
    };

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String;

    private static string Show(JsonNode? node) => node?.ToJsonString(s_readable) ?? "null";
}
