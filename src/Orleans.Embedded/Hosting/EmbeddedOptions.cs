using System.Reflection;

namespace Orleans.Embedded;

/// <summary>Options that only the embedded runtime has.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>How many activations stay in memory; beyond it those idle longest end. Default: 200,000; 1 or more.</summary>
    public int MaxActivations { get; set; } = 200_000;

    /// <summary>What a method of a grain interface needs to know of the records. Counts for methods that run alone; all others get them
    /// current. Default: <see cref="StateNeed.Current"/> for all.</summary>
    public Func<MethodInfo, StateNeed> StateNeeds { get; set; } = static _ => StateNeed.Current;
}
