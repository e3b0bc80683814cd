using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Runs the code of one activation, continuations after an await included, on one thread at a time.</summary>
internal sealed class ActivationScheduler(Activation activation) : SynchronizationContext, IThreadPoolWorkItem
{
    /// <summary>After so many pieces of work others in the thread pool get their chance.</summary>
    private const int Batch = 64;

    private readonly Queue<(SendOrPostCallback Run, object? State)> _work = new();
    private bool _scheduled;

    /// <summary>The activation whose code runs on this thread; null outside the grains.</summary>
    internal static IGrainContext? CurrentContext => (Current as ActivationScheduler)?.Context;

    private Activation Context { get; } = activation;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_work)
        {
            _work.Enqueue((d, state));
            if (_scheduled)
            {
                return;
            }

            _scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("A grain's scheduler only runs work later: blocking a grain on itself would never end.");

    public override SynchronizationContext CreateCopy() => this;

    public void Execute()
    {
        SetSynchronizationContext(this);
        try
        {
            for (var done = 0; done < Batch; done++)
            {
                (SendOrPostCallback Run, object? State) work;
                lock (_work)
                {
                    if (!_work.TryDequeue(out work))
                    {
                        _scheduled = false;
                        return;
                    }
                }

                RunOne(work.Run, work.State);
            }
        }
        finally
        {
            SetSynchronizationContext(null);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void RunOne(SendOrPostCallback run, object? state)
    {
        try
        {
            run(state);
        }
        catch (Exception exception)
        {
            // Only work that no turn awaits ends here; it must not stop the activation, let alone the process.
            Context.ReportUnobserved(exception);
        }
    }
}
