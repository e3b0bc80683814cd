using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Makes grain references: one pattern an interface, copied for each key.</summary>
internal sealed class GrainReferences(GrainClasses classes, Activations activations) : IGrainFactory
{
    private readonly ConcurrentDictionary<Type, GrainReference> _patterns = new();

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrEmpty(primaryKey);
        return (TGrainInterface)Create(typeof(TGrainInterface), IdSpan.Create(primaryKey));
    }

    internal object Create(Type grainInterface, IdSpan key) =>
        _patterns.GetOrAdd(grainInterface, static (type, owner) => owner.MakePattern(type), this).CopyFor(key);

    private GrainReference MakePattern(Type grainInterface)
    {
        var pattern = (GrainReference)DispatchProxy.Create(grainInterface, typeof(GrainReference));
        pattern.Initialize(classes.Find(grainInterface), activations, GrainMethod.AllOf(grainInterface, activations.StateNeeds));
        return pattern;
    }
}
