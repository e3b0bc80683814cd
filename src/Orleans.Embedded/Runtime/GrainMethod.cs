using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>One method of a grain interface, compiled once.</summary>
internal abstract class GrainMethod
{
    protected GrainMethod(MethodInfo method, StateNeed need)
    {
        TokenIndex = Array.FindIndex(method.GetParameters(), static parameter => parameter.ParameterType == typeof(CancellationToken));
        OneWay = method.IsDefined(typeof(OneWayAttribute));
        Mode = method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? TurnMode.Free
            : method.IsDefined(typeof(ReadOnlyAttribute)) ? TurnMode.Shared
            : TurnMode.Exclusive;
        Need = need;
    }

    /// <summary>Whether the caller waits for acceptance only.</summary>
    internal bool OneWay { get; }

    /// <summary>Which parameter is the cancellation token; negative when none is.</summary>
    protected int TokenIndex { get; }

    private TurnMode Mode { get; }

    private StateNeed Need { get; }

    /// <summary>Sends a call to the grain and returns what the method's signature promises.</summary>
    internal abstract object Send(GrainReference reference, object?[] arguments);

    /// <summary>The methods of an interface, those that it inherits included.</summary>
    internal static FrozenDictionary<MethodInfo, GrainMethod> AllOf(Type grainInterface, Func<MethodInfo, StateNeed> needs) =>
        grainInterface.GetInterfaces().Append(grainInterface)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .ToFrozenDictionary(method => method, method => Compile(method, needs(method)));

    protected TurnMode ModeIn(GrainClass grainClass) => grainClass.Reentrant && Mode == TurnMode.Exclusive ? TurnMode.Shared : Mode;

    // Records are read in the middle of a turn only where no other turn can be between reading and writing them.
    protected StateNeed NeedIn(GrainClass grainClass) => ModeIn(grainClass) == TurnMode.Exclusive ? Need : StateNeed.Current;

    private static GrainMethod Compile(MethodInfo method, StateNeed need)
    {
        var returned = method.ReturnType;
        var definition = returned.IsGenericType ? returned.GetGenericTypeDefinition() : returned;
        var hasResult = definition == typeof(Task<>) || definition == typeof(ValueTask<>);
        if (method.IsGenericMethod || !(hasResult || definition == typeof(Task) || definition == typeof(ValueTask)))
        {
            throw new OrleansConfigurationException(
                $"{method.DeclaringType!.Name}.{method.Name}: a grain method is not generic and returns Task, Task<T>, ValueTask or ValueTask<T>.");
        }

        var grain = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        Expression call = Expression.Call(
            Expression.Convert(grain, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, index) =>
                Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType)));
        if (returned.IsValueType)
        {
            call = Expression.Call(call, nameof(ValueTask.AsTask), null);
        }

        if (!hasResult)
        {
            call = Expression.Call(typeof(GrainMethod), nameof(DoneAsync), null, call);
        }

        // A method without a result counts as one that returns a bool.
        var result = hasResult ? returned.GetGenericArguments()[0] : typeof(bool);
        var invoke = Expression.Lambda(call, grain, arguments).Compile();
        return (GrainMethod)Activator.CreateInstance(typeof(GrainMethod<>).MakeGenericType(result), method, need, invoke)!;
    }

    private static async Task<bool> DoneAsync(Task task)
    {
        await task;
        return true;
    }
}
