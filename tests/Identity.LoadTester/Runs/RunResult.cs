using Identity.LoadTester.Measuring;
using Identity.LoadTester.Resources;

namespace Identity.LoadTester.Runs;

/// <summary>Everything that is known of a run.</summary>
internal sealed record RunResult
{
    public required string Scenario { get; init; }

    /// <summary>The step by which capacity is judged.</summary>
    public required string MainStep { get; init; }

    /// <summary>How it was driven, in words.</summary>
    public required string Model { get; init; }

    /// <summary>keep-alive, or a new connection each time.</summary>
    public required string Connections { get; init; }

    public required TimeSpan WarmUp { get; init; }

    /// <summary>How long was measured, as it was in the end.</summary>
    public required TimeSpan Duration { get; init; }

    public required IReadOnlyList<StepRecord> Steps { get; init; }

    /// <summary>How long an interval of <see cref="StepRecord.Interval"/> is.</summary>
    public required TimeSpan Interval { get; init; }

    public required int Intervals { get; init; }

    public required IReadOnlyList<RunMark> Marks { get; init; }

    public required IReadOnlyDictionary<string, long> Complaints { get; init; }

    /// <summary>How late the load tester was itself.</summary>
    public required LatencyHistogram Lateness { get; init; }

    /// <summary>Pods measured; 0: none.</summary>
    public int Pods { get; init; }

    /// <summary>What the pods used in the measured part; memory as it was at the end. Null: unknown.</summary>
    public PodUse? PodUse { get; init; }

    /// <summary>What the database wrote in the measured part; null: unknown.</summary>
    public DatabaseUse? DatabaseUse { get; init; }

    /// <summary>The step that capacity is judged by; null: it never ended.</summary>
    public StepRecord? Main => Steps.FirstOrDefault(step => step.Name == MainStep);

    /// <summary>Main steps that went well, for each second.</summary>
    public double Rate => (Main?.Count(Outcome.Ok) ?? 0) / Duration.TotalSeconds;

    /// <summary>Main steps that went well, for each second of processor that the pods used; null: unknown.</summary>
    public double? PerProcessorSecond => PodUse is { Processor.Ticks: > 0 } use ? (Main?.Count(Outcome.Ok) ?? 0) / use.Processor.TotalSeconds : null;

    /// <summary>Answers that must never be given.</summary>
    public long Wrong => Steps.Sum(step => step.Count(Outcome.Wrong));

    /// <summary>Sessions refused that nobody ended.</summary>
    public long Lost => Steps.Sum(step => step.Count(Outcome.Lost));

    /// <summary>The part of steps that were not answered, or refused; 0 to 1.</summary>
    public double ErrorRate => Steps.Sum(step => step.Total) is var total && total > 0
        ? (double)Steps.Sum(step => step.Count(Outcome.Unavailable) + step.Count(Outcome.Refused)) / total
        : 1;

    /// <summary>What the exit status says.</summary>
    public Verdict Judge(double allowedErrors) =>
        Wrong > 0 ? Verdict.WrongAnswers : Lost > 0 ? Verdict.SessionsLost : ErrorRate > allowedErrors ? Verdict.TooManyErrors : Verdict.Good;
}

/// <summary>Exit statuses.</summary>
internal enum Verdict
{
    Good = 0,

    /// <summary>Another user's data, a token that does not verify, an ended session that answers.</summary>
    WrongAnswers = 10,

    /// <summary>Sessions were refused that nobody had ended.</summary>
    SessionsLost = 11,

    /// <summary>Errors beyond what was allowed.</summary>
    TooManyErrors = 12,
}
