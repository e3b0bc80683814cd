using System.Text;
using System.Text.Json.Nodes;
using Identity.Fuzz.Inputs;

namespace Identity.Fuzz.Runs;

/// <summary>Inputs that found something once: each run begins with them.</summary>
internal static class FoundInputs
{
    public static async Task<IReadOnlyList<FuzzInput>> ReadAsync() =>
    [
        .. (await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Data", "found.jsonl")))
            .Where(line => line.Length > 0)
            .Select(line => (JsonObject)JsonNode.Parse(line)!)
            .Select(line => new FuzzInput(
                $"{line["method"]} {line["target"]}",
                (string)line["method"]!,
                (string)line["target"]!,
                (string?)line["type"],
                line["body"] is { } body ? Encoding.UTF8.GetBytes((string)body!) : null,
                (string?)line["authorization"])),
    ];
}
