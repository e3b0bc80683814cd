namespace Identity.LoadTester.Measuring;

/// <summary>How a scenario is driven.</summary>
internal sealed record RunPlan
{
    /// <summary>Flows that begin each second, whatever is answered (open model); null: <see cref="Workers"/> (closed model).</summary>
    public double? Rate { get; init; }

    /// <summary>How many flows run at a time, each after the other (closed model).</summary>
    public int Workers { get; init; } = 8;

    /// <summary>What comes before what is measured, at the same rate.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long is measured.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>In words.</summary>
    public string Model => Rate is { } rate ? FormattableString.Invariant($"open, {rate:0.##}/s") : $"closed, {Workers} at a time";
}
