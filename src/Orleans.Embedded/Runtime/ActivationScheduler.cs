using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Runs the code of one activation on one thread at a time.</summary>
internal abstract class ActivationScheduler : SynchronizationContext
{
    internal static IGrainContext? CurrentContext => (Current as ActivationScheduler)?.Context;

    protected abstract IGrainContext Context { get; }
}
