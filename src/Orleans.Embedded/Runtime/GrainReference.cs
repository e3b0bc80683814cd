using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Stands for a grain; turns each method call into a turn of the grain.</summary>
internal abstract class GrainReference : DispatchProxy
{
    internal GrainId GrainId { get; private protected set; }
}
