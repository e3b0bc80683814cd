namespace Identity.LoadTester.Measuring;

/// <summary>What is known of one kind of step, such as a refresh.</summary>
internal sealed class StepRecord(string name, int intervals)
{
    private readonly IntervalRecord?[] _intervals = new IntervalRecord?[intervals];
    private readonly long[] _outcomes = new long[Enum.GetValues<Outcome>().Length];

    /// <summary>What the step does.</summary>
    public string Name => name;

    /// <summary>Latencies of those that went well.</summary>
    public LatencyHistogram Latencies { get; } = new();

    /// <summary>How many ended so.</summary>
    public long Count(Outcome outcome) => Volatile.Read(ref _outcomes[(int)outcome]);

    /// <summary>How many ended.</summary>
    public long Total => Enum.GetValues<Outcome>().Sum(Count);

    /// <summary>How many did not go well.</summary>
    public long Errors => Total - Count(Outcome.Ok);

    /// <summary>What ended in that interval; null: nothing.</summary>
    public IntervalRecord? Interval(int index) => Volatile.Read(ref _intervals[index]);

    /// <summary>Counts one. From any thread.</summary>
    public void Add(int interval, TimeSpan latency, Outcome outcome)
    {
        Interlocked.Increment(ref _outcomes[(int)outcome]);
        var record = Interval(interval) ?? Interlocked.CompareExchange(ref _intervals[interval], new IntervalRecord(), null) ?? Interval(interval)!;
        record.Add(latency, outcome);
        if (outcome == Outcome.Ok)
        {
            Latencies.Add(latency);
        }
    }
}

/// <summary>One interval of a step.</summary>
internal sealed class IntervalRecord
{
    private long _errors;

    /// <summary>Latencies of those that went well.</summary>
    public LatencyHistogram Latencies { get; } = new(parts: 16);

    /// <summary>How many did not.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>Counts one.</summary>
    public void Add(TimeSpan latency, Outcome outcome)
    {
        if (outcome == Outcome.Ok)
        {
            Latencies.Add(latency);
        }
        else
        {
            Interlocked.Increment(ref _errors);
        }
    }
}
