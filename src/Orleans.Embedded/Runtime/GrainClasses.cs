using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The grain classes of the registered assemblies, by grain interface.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<Type, GrainClass> _byInterface = [];
    private readonly Dictionary<Type, List<Type>> _ambiguous = [];

    public GrainClasses(IEnumerable<GrainAssembly> assemblies)
    {
        var types = assemblies.Select(entry => entry.Assembly).Distinct().SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass);
        foreach (var type in types)
        {
            Add(new GrainClass(type));
        }
    }

    internal GrainClass Find(Type grainInterface)
    {
        if (_ambiguous.TryGetValue(grainInterface, out var classes))
        {
            throw new OrleansConfigurationException(
                $"{grainInterface.Name} is implemented by {string.Join(" and ", classes.Select(type => type.Name))}; a grain interface needs one class.");
        }

        return _byInterface.GetValueOrDefault(grainInterface) ?? throw new OrleansConfigurationException(
            $"No grain class implements {grainInterface.Name}; add its assembly with AddGrains.");
    }

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && type.IsAssignableTo(typeof(IGrainWithStringKey))
        && !type.IsAssignableTo(typeof(GrainReference));

    private void Add(GrainClass grainClass)
    {
        var interfaces = grainClass.Type.GetInterfaces()
            .Where(type => type != typeof(IGrainWithStringKey) && type.IsAssignableTo(typeof(IGrainWithStringKey)));
        foreach (var grainInterface in interfaces)
        {
            if (_byInterface.TryAdd(grainInterface, grainClass))
            {
                continue;
            }

            if (!_ambiguous.TryGetValue(grainInterface, out var classes))
            {
                _ambiguous[grainInterface] = classes = [_byInterface[grainInterface].Type];
            }

            classes.Add(grainClass.Type);
        }
    }
}
