using Orleans.Runtime;

namespace Orleans;

/// <summary>What the runtime asks of a grain class. Most derive from <see cref="Grain"/>.</summary>
public interface IGrainBase
{
    /// <summary>The activation that the grain object belongs to.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Called once, after the persistent state was read and before the first call runs.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Called once, after the last call has run. Not called when the process dies.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
