using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>One record of an activation: what of it does not depend on its type.</summary>
internal abstract class PersistentState
{
    private const string DefaultStorage = "Default";

    private static readonly MethodInfo s_make = typeof(PersistentState).GetMethod(nameof(Make), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Reads the record.</summary>
    public abstract Task ReadStateAsync(CancellationToken cancellationToken);

    /// <summary>Whether the record must be read again before a turn asked for at the given timestamp may run.</summary>
    internal abstract ValueTask<bool> IsStaleAsync(long askedAt, StateNeed need, CancellationToken cancellationToken);

    /// <summary>How the record behind a constructor parameter is made; throws when the parameter is no record.</summary>
    internal static Func<Activation, PersistentStateAttribute, PersistentState> MakerFor(Type grainClass, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException(
                $"{grainClass.Name}: the parameter {parameter.Name} has [PersistentState] and must be an IPersistentState<T>.");
        }

        return s_make.MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<Activation, PersistentStateAttribute, PersistentState>>();
    }

    private static PersistentState<T> Make<T>(Activation activation, PersistentStateAttribute name)
    {
        var storage = activation.ActivationServices.GetRequiredKeyedService<IGrainStorage>(name.StorageName ?? DefaultStorage);
        return new PersistentState<T>(name.StateName, activation.GrainId, storage, activation.Time);
    }
}
