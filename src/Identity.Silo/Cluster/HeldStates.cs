using Orleans.Core;

namespace Identity.Silo.Cluster;

/// <summary>The persistent states of one activation.</summary>
internal sealed class HeldStates
{
    private readonly List<(string Name, IStorage State)> _states = [];

    /// <summary>Each with the name that storage knows it by.</summary>
    public IReadOnlyList<(string Name, IStorage State)> All => _states;

    public void Add(string name, IStorage state) => _states.Add((name, state));
}
