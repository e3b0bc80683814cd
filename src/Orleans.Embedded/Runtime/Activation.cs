using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>One grain in memory.</summary>
internal abstract class Activation : IGrainContext
{
    public abstract GrainId GrainId { get; }

    public abstract object? GrainInstance { get; }

    public abstract IServiceProvider ActivationServices { get; }

    public abstract Task Deactivated { get; }

    internal abstract IGrainFactory GrainFactory { get; }

    internal abstract GrainReferences References { get; }

    public abstract void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken);

    internal abstract void DelayDeactivation(TimeSpan timeSpan);

    internal abstract IGrainTimer StartTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options);
}
