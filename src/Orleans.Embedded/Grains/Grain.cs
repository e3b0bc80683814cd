using Orleans.Embedded;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base class of grains. Only the runtime creates them.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Takes the activation that is being created on the current thread.</summary>
    protected Grain() => GrainContext = ActivationScheduler.CurrentContext!;

    /// <summary>The activation that this object belongs to.</summary>
    public IGrainContext GrainContext { get; }

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => Activation.GrainFactory;

    /// <summary>The services of this activation; scoped services live as long as it does.</summary>
    protected internal IServiceProvider ServiceProvider => Activation.ActivationServices;

    private Activation Activation => GrainContext as Activation
        ?? throw new InvalidOperationException($"{GetType().Name} was created outside the grain runtime; get it from IGrainFactory.");

#pragma warning disable CA1725 // Orleans itself names the parameter differently in the class and in the interface.
    /// <inheritdoc cref="IGrainBase.OnActivateAsync"/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IGrainBase.OnDeactivateAsync"/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
#pragma warning restore CA1725

    /// <summary>Ends this activation when its running calls have finished; the next call gets a new one.</summary>
    protected void DeactivateOnIdle() =>
        Activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The grain asked for it."), CancellationToken.None);

    /// <summary>Keeps this activation from idle collection for the given time; a negative time takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayDeactivation(timeSpan);
}
