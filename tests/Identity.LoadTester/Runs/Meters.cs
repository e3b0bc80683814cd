using Identity.LoadTester.Resources;

namespace Identity.LoadTester.Runs;

/// <summary>What can be read beside the answers.</summary>
/// <param name="Pods">Null: the pods are elsewhere.</param>
/// <param name="Database">Null: unknown.</param>
internal sealed record Meters(PodProcesses? Pods, DatabaseCounters? Database)
{
    public static Meters None { get; } = new(null, null);
}
