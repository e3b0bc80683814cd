
namespace Identity.Silo.Cluster;

/// <summary>Makes the persistent states of grains as Orleans does, and remembers which a grain has, for <see cref="VersionCheck"/>.</summary>
internal sealed class VersionedStateFactory : IPersistentStateFactory
{
    private readonly PersistentStateFactory _orleans = new();

    public IPersistentState<TState> Create<TState>(IGrainContext context, IPersistentStateConfiguration config)
    {
        var state = _orleans.Create<TState>(context, config);
        if (context.GetComponent<HeldStates>() is not { } held)
        {
            context.SetComponent(held = new HeldStates());
        }

        held.Add(config.StateName, state);
        return state;
    }
}
