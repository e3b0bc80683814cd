using System.Collections.Frozen;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Stands for a grain; turns each method call into a turn of the grain. Equal to others of the same grain.</summary>
internal class GrainReference : DispatchProxy
{
    private FrozenDictionary<MethodInfo, GrainMethod> _methods = FrozenDictionary<MethodInfo, GrainMethod>.Empty;

    internal GrainClass Class { get; private set; } = null!;

    internal Activations Activations { get; private set; } = null!;

    internal GrainId GrainId { get; private set; }

    public override bool Equals(object? obj) => obj is GrainReference other && other.GrainId == GrainId;

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => GrainId.ToString();

    internal void Initialize(GrainClass grainClass, Activations activations, FrozenDictionary<MethodInfo, GrainMethod> methods)
    {
        Class = grainClass;
        Activations = activations;
        _methods = methods;
    }

    internal GrainReference CopyFor(IdSpan key)
    {
        var copy = (GrainReference)MemberwiseClone();
        copy.GrainId = new GrainId(Class.GrainType, key);
        return copy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _methods[targetMethod!].Send(this, args ?? []);
}
