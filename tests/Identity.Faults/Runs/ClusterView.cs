using System.Text.Json;
using Identity.Faults.Bed;

namespace Identity.Faults.Runs;

/// <summary>Reads what a pod says of its cluster.</summary>
internal static class ClusterView
{
    /// <summary>What the pod is missing; null: it is linked to every other, and with Orleans all are active members and nobody else.</summary>
    public static string? FindTrouble(Pod pod, IReadOnlyList<Pod> others, JsonElement cluster)
    {
        if (Text(cluster, "discovery") == "off")
        {
            return null;
        }

        var up = Items(cluster, "peers").Where(peer => Text(peer, "link") == "up").Select(peer => Host(Text(peer, "address"))).ToHashSet();
        if (others.FirstOrDefault(other => !up.Contains(other.Address.ToString())) is { } unseen)
        {
            return $"{pod.Name} has no link to {unseen.Name}";
        }

        if (!cluster.TryGetProperty("membership", out var membership) || membership.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var active = membership.EnumerateArray().Where(member => Text(member, "status") == "Active").Select(member => Host(Text(member, "siloAddress"))).ToList();
        return active.Count == others.Count + 1 && others.All(other => active.Contains(other.Address.ToString()))
            ? null
            : $"{pod.Name} counts {active.Count} active members";
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    // "10.0.0.1:7800", and "10.0.0.1:11111@123" or "S10.0.0.1:11111:123" of a silo.
    private static string Host(string address) => address.TrimStart('S').Split(':')[0];
}
