using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>One grain class: its name, how its turns mix, and how its objects are made.</summary>
internal sealed class GrainClass
{
    private const string Suffix = "grain";

    private readonly (PersistentStateAttribute Name, Func<Activation, PersistentStateAttribute, PersistentState> Make)[] _states;
    private readonly bool _takesContext;
    private readonly ObjectFactory _create;

    internal GrainClass(Type type)
    {
        Type = type;
        var name = type.Name.ToLowerInvariant();
        GrainType = GrainType.Create(name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name);
        Reentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        MayReadLater = type.GetMethod(nameof(Grain.OnActivateAsync), [typeof(CancellationToken)])?.DeclaringType == typeof(Grain)
            && !type.GetInterfaces().SelectMany(implemented => implemented.GetMethods()).Any(method => method.IsDefined(typeof(AlwaysInterleaveAttribute)));
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 1;

        var all = ConstructorOf(type).GetParameters();
        var parameters = all.Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute))).ToArray();
        _takesContext = all.Any(parameter => parameter.ParameterType == typeof(IGrainContext));
        _states = [.. parameters.Select(parameter => (parameter.GetCustomAttribute<PersistentStateAttribute>()!, PersistentState.MakerFor(type, parameter)))];
        _create = ActivatorUtilities.CreateFactory(type, [.. parameters.Select(parameter => parameter.ParameterType), .. _takesContext ? [typeof(IGrainContext)] : Type.EmptyTypes]);
    }

    internal Type Type { get; }

    internal GrainType GrainType { get; }

    internal bool Reentrant { get; }

    /// <summary>Whether nothing looks at the records before a turn that waits for them: neither coming alive nor a free turn.</summary>
    internal bool MayReadLater { get; }

    /// <summary>How many activations a key may have; 1 unless the class is a stateless worker.</summary>
    internal int MaxWorkers { get; }

    /// <summary>Makes the object, with its records attached to the activation and not yet read.</summary>
    internal object Create(Activation activation)
    {
        var arguments = new object[_states.Length + (_takesContext ? 1 : 0)];
        for (var index = 0; index < _states.Length; index++)
        {
            var state = _states[index].Make(activation, _states[index].Name);
            activation.Body.Attach(state);
            arguments[index] = state;
        }

        if (_takesContext)
        {
            arguments[^1] = activation;
        }

        return _create(activation.ActivationServices, arguments);
    }

    private static ConstructorInfo ConstructorOf(Type type) => type.GetConstructors() switch
    {
        [var only] => only,
        var several => several.FirstOrDefault(constructor => constructor.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? throw new OrleansConfigurationException($"{type.Name} needs one public constructor; it has {several.Length}."),
    };
}
