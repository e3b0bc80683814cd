namespace Orleans.Embedded;

/// <summary>Limits that only the embedded runtime has.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>How many activations stay in memory; beyond it those idle longest end. Default: 200,000; 1 or more.</summary>
    public int MaxActivations { get; set; } = 200_000;
}
