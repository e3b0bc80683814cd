namespace Orleans.Embedded;

/// <summary>Stands for an activation's own coming and going in the chain of callers.</summary>
internal sealed class LifecycleTurn : Turn
{
    internal LifecycleTurn(Activation activation)
        : base(TurnMode.Exclusive, madeAt: 0)
    {
        Activation = activation;
        TryBegin();
    }

    internal override Task InvokeAsync(object grain) => Task.CompletedTask;

    internal override void Succeed()
    {
    }

    internal override void Fail(Exception exception)
    {
    }
}
