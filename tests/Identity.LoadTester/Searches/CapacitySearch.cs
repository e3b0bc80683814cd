using Identity.LoadTester.Runs;

namespace Identity.LoadTester.Searches;

/// <summary>Looks for the highest rate at which nothing fails and the slowest of a hundred stay below a bound.</summary>
/// <param name="bound">For the 99th percentile of the scenario's main step.</param>
/// <param name="tryAsync">Plays the scenario at a rate.</param>
/// <param name="output">Each trial is a line.</param>
internal sealed class CapacitySearch(TimeSpan bound, Func<double, Task<RunResult>> tryAsync, TextWriter output)
{
    // Closer than this is within the noise of a short trial.
    private const double Precision = 1.05;

    /// <summary>Doubles until a trial fails, then halves the distance (in proportion); null when even the first fails.</summary>
    public async Task<RunResult?> FindAsync(double first, CancellationToken stop)
    {
        RunResult? best = null;
        var (good, bad) = (0.0, double.PositiveInfinity);
        for (var rate = first; !stop.IsCancellationRequested && bad / Math.Max(good, 1e-9) > Precision; rate = double.IsInfinity(bad) ? good * 2 : Math.Sqrt(good * bad))
        {
            var result = await tryAsync(rate);
            var passed = Passes(result);
            await output.WriteLineAsync(FormattableString.Invariant(
                $"{rate,8:0.0}/s  p99 {result.Main?.Latencies.Percentile(0.99).TotalMilliseconds ?? 0:0.0} ms  errors {result.ErrorRate:0.##%}  {(passed ? "passed" : "failed")}"));
            if (passed)
            {
                (good, best) = (rate, result);
            }
            else if (good == 0)
            {
                return null;
            }
            else
            {
                bad = rate;
            }
        }

        return best;
    }

    // A load tester that was late itself has not tried the rate.
    private bool Passes(RunResult result) =>
        result.ErrorRate == 0 && result.Wrong + result.Lost == 0
        && result.Main is { } main && main.Latencies.Percentile(0.99) <= bound
        && result.Lateness.Percentile(0.99) <= bound;
}
