using System.Collections.Concurrent;
using System.Diagnostics;

namespace Identity.LoadTester.Measuring;

/// <summary>Keeps what the steps of a run took and how they ended. What begins during the warm-up is not counted, unless it is
/// <see cref="Outcome.Wrong"/> or <see cref="Outcome.Lost"/>: no promise is suspended.</summary>
internal sealed class Recorder
{
    private const int MaxIntervals = 1000;
    private const int MaxComplaints = 50;
    private readonly ConcurrentDictionary<string, StepRecord> _steps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _complaints = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RunMark> _marks = new();
    private readonly long _measured;
    private readonly int _intervals;

    /// <param name="plan">How long is warmed up and measured.</param>
    public Recorder(RunPlan plan)
    {
        var seconds = Math.Max(1, Math.Ceiling(plan.Duration.TotalSeconds / MaxIntervals));
        Interval = TimeSpan.FromSeconds(seconds);
        _intervals = (int)Math.Ceiling(plan.Duration / Interval) + 1;
        Began = Stopwatch.GetTimestamp();
        _measured = Began + (long)(plan.WarmUp.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>When the warm-up began.</summary>
    public long Began { get; }

    /// <summary>How long an interval of the plots is.</summary>
    public TimeSpan Interval { get; }

    /// <summary>How many intervals there may be.</summary>
    public int Intervals => _intervals;

    /// <summary>How late requests were sent after the time intended: the load tester's own lack of power.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>The kinds of steps, as they first came.</summary>
    public IReadOnlyList<StepRecord> Steps => [.. _steps.Values.OrderBy(step => step.Name, StringComparer.Ordinal)];

    /// <summary>What was wrong, and how often.</summary>
    public IReadOnlyDictionary<string, long> Complaints => _complaints;

    /// <summary>What happened while it ran.</summary>
    public IReadOnlyList<RunMark> Marks => [.. _marks];

    /// <summary>How long the measured part has lasted.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_measured);

    /// <summary>Something that the plots are to show happened now.</summary>
    public void Mark(string what) => _marks.Enqueue(new RunMark(Elapsed, what));

    /// <summary>A step ended. From any thread.</summary>
    /// <param name="step">Its kind.</param>
    /// <param name="intended">When it was to begin: waiting for the server's former answers is part of its latency.</param>
    /// <param name="outcome">How.</param>
    /// <param name="complaint">What was not right, without secrets.</param>
    public void Add(string step, long intended, Outcome outcome, string? complaint = null)
    {
        var now = Stopwatch.GetTimestamp();
        if (intended < _measured && outcome is not (Outcome.Wrong or Outcome.Lost))
        {
            return;
        }

        var interval = (int)Math.Clamp(Stopwatch.GetElapsedTime(_measured, now) / Interval, 0, _intervals - 1);
        _steps.GetOrAdd(step, static (name, intervals) => new StepRecord(name, intervals), _intervals)
            .Add(interval, Stopwatch.GetElapsedTime(intended, now), outcome);
        if (outcome != Outcome.Ok)
        {
            Complain($"{step}: {outcome switch { Outcome.Wrong => "WRONG, ", Outcome.Lost => "LOST, ", _ => "" }}{complaint ?? "no reason was given"}");
        }
    }

    private void Complain(string what)
    {
        if (_complaints.Count < MaxComplaints || _complaints.ContainsKey(what))
        {
            _complaints.AddOrUpdate(what, 1, (_, count) => count + 1);
        }
    }
}

/// <summary>Something that happened during a run, such as a killed pod.</summary>
/// <param name="At">Since the measured part began.</param>
/// <param name="What">In words.</param>
internal sealed record RunMark(TimeSpan At, string What);
