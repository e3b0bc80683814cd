using System.Reflection;

namespace Orleans.Embedded;

/// <summary>A grain method with its result type; bool for one without a result.</summary>
internal sealed class GrainMethod<T>(MethodInfo method, StateNeed need, Func<object, object?[], Task<T>> invoke) : GrainMethod(method, need)
{
    private readonly Func<Task<T>, object> _shape =
        method.ReturnType == typeof(ValueTask) ? static task => new ValueTask(task)
        : method.ReturnType == typeof(ValueTask<T>) ? static task => new ValueTask<T>(task)
        : static task => task;

    internal Task<T> Invoke(object grain, object?[] arguments) => invoke(grain, arguments);

    internal override object Send(GrainReference reference, object?[] arguments)
    {
        var token = TokenIndex < 0 ? CancellationToken.None : (CancellationToken)arguments[TokenIndex]!;
        if (token.IsCancellationRequested)
        {
            return _shape(Task.FromCanceled<T>(token));
        }

        var activations = reference.Activations;
        var call = new Call<T>(this, arguments, ModeIn(reference.Class), NeedIn(reference.Class), activations.Time.GetTimestamp());
        if (token.CanBeCanceled)
        {
            call.CancelWith(token);
        }

        activations.Dispatch(reference.Class, reference.GrainId, call);
        return OneWay ? _shape(SentOnly(call, reference)) : _shape(call.Answer);
    }

    private static Task<T> SentOnly(Call<T> call, GrainReference reference)
    {
        call.Answer.ContinueWith(
            static (answer, target) => ((GrainReference)target!).Activations.ReportUnheard(((GrainReference)target).GrainId, answer.Exception!),
            reference,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        return Task.FromResult<T>(default!);
    }
}
