namespace Orleans.Embedded;

/// <summary>A call of a grain method.</summary>
internal sealed class Call<T>(GrainMethod<T> method, object?[] arguments, TurnMode mode, StateNeed need, long madeAt)
    : Turn(mode, madeAt, method.OneWay ? null : Current, ExecutionContext.Capture())
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;
    private T _result = default!;

    internal override StateNeed Need => need;

    internal Task<T> Answer => _answer.Task;

    internal override bool Expires => !_answer.Task.IsCompleted;

    /// <summary>Lets the token end the call while it is queued; from then on it is the method that honours the token.</summary>
    internal void CancelWith(CancellationToken cancellationToken) =>
        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var call = (Call<T>)state!;
                if (call.TryWithdraw())
                {
                    call._answer.TrySetCanceled(token);
                }
            },
            this);

    internal override bool TryBegin()
    {
        _cancellation.Unregister();
        return base.TryBegin();
    }

    internal override async Task InvokeAsync(object grain) => _result = await method.Invoke(grain, arguments);

    internal override void Succeed() => _answer.TrySetResult(_result);

    internal override void Fail(Exception exception)
    {
        TryWithdraw();
        if (exception is OperationCanceledException cancelled)
        {
            _answer.TrySetCanceled(cancelled.CancellationToken);
        }
        else
        {
            _answer.TrySetException(exception);
        }
    }
}
