using System.Diagnostics;

namespace Identity.LoadTester.Measuring;

/// <summary>One flow, step by step. The first step is timed from when the flow was to begin, each other one from the end of the one before.</summary>
internal sealed class Flow(Recorder recorder, long intended)
{
    private long? _last;

    /// <summary>A flow that begins now.</summary>
    public static Flow Now(Recorder recorder) => new(recorder, Stopwatch.GetTimestamp());

    /// <summary>Counts the whole flow as a step, and everything until now as its latency.</summary>
    public void EndAs(string name, Outcome outcome) => recorder.Add(name, intended, outcome, outcome == Outcome.Ok ? null : "one of its steps failed");

    /// <summary>A step has ended.</summary>
    public bool Step(string name, Outcome outcome, string? complaint = null)
    {
        recorder.Add(name, _last ?? intended, outcome, complaint);
        _last = Stopwatch.GetTimestamp();
        return outcome == Outcome.Ok;
    }
}
