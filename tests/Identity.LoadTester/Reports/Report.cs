using Identity.LoadTester.Ceilings;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Runs;

namespace Identity.LoadTester.Reports;

/// <summary>A result with all that is told beside it.</summary>
/// <param name="Result">What was measured.</param>
/// <param name="Surroundings">Where.</param>
/// <param name="Ceilings">What nothing on this machine can exceed; empty: not asked for.</param>
/// <param name="Verdict">What the exit status says.</param>
internal sealed record Report(RunResult Result, IReadOnlyDictionary<string, string> Surroundings, IReadOnlyList<Ceiling> Ceilings, Verdict Verdict)
{
    /// <summary>What was used and written, by name.</summary>
    public IEnumerable<(string Name, string Value)> Uses()
    {
        var main = Result.Main?.Count(Outcome.Ok) ?? 0;
        if (Result.PodUse is { } pods)
        {
            yield return ("pods", $"{Result.Pods}");
            yield return ("processor time of the pods", FormattableString.Invariant($"{pods.Processor.TotalSeconds:0.0} s, {pods.Processor.TotalSeconds / Result.Duration.TotalSeconds:0.00} processors"));
            yield return ($"{Result.MainStep} per processor second", FormattableString.Invariant($"{Result.PerProcessorSecond:0}"));
            yield return ("memory of the pods", FormattableString.Invariant($"{pods.Memory / 1048576.0:0} MB"));
        }

        if (Result.DatabaseUse is { } database && main > 0)
        {
            yield return ($"database: writing transactions per {Result.MainStep}", FormattableString.Invariant($"{(double)database.Transactions / main:0.00}"));
            yield return ($"database: rows written per {Result.MainStep}", FormattableString.Invariant($"{(double)database.Rows / main:0.00}"));
            yield return ($"database: bytes of its log per {Result.MainStep}", FormattableString.Invariant($"{(double)database.LogBytes / main:0}"));
        }

        yield return ("load tester late, 99 %", FormattableString.Invariant($"{Result.Lateness.Percentile(0.99).TotalMilliseconds:0.0} ms"));
    }
}
