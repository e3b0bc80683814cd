using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Makes grain references.</summary>
internal abstract class GrainReferences
{
    internal abstract object Create(Type interfaceType, IdSpan key);
}
