namespace Identity.K8s.Tests.Network;

/// <summary>One end of a connection.</summary>
/// <param name="Name">What a failure calls it.</param>
/// <param name="Namespace">Null: outside the cluster.</param>
/// <param name="Address">Where it is outside the cluster.</param>
internal sealed record Peer(string Name, string? Namespace, string? Address = null)
{
    /// <summary>Stands for the namespace of the installation.</summary>
    public const string Own = "(own)";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public override string ToString() => Name;
}
