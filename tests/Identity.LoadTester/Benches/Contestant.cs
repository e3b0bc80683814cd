using Identity.LoadTester.Data;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Reports;
using Identity.LoadTester.Resources;
using Identity.LoadTester.Runs;
using Identity.LoadTester.Scenarios;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Benches;

/// <summary>One server of a bench, and how it is put under load.</summary>
internal sealed class Contestant(string name, BenchServer server, BenchOptions options, TextWriter output) : IDisposable
{
    // The sessions of one round serve the next.
    private readonly Dictionary<BenchScenario, (Site Site, Scenario Scenario)> _entered = [];

    /// <summary>The product.</summary>
    public string Name => name;

    public BenchServer Server => server;

    public int Pods => server.Pids.Count;

    /// <summary>Its resident memory now, in megabytes.</summary>
    public double Memory => new PodProcesses(server.Pids).Read().Memory / 1048576.0;

    public void Dispose()
    {
        foreach (var (site, _) in _entered.Values)
        {
            site.Dispose();
        }
    }

    public async Task UploadAsync(CancellationToken stop)
    {
        foreach (var (realm, hash, rotates) in BenchScenario.Realms)
        {
            await DataUpload.SendAsync(new DataSet(SiteOf(realm), PasswordHash.Of(hash), rotates), TextWriter.Null, stop);
        }
    }

    /// <summary>Each pod gets its part of the requests only, and is as warm after as many.</summary>
    public Task WarmUpAsync(BenchScenario scenario, CancellationToken stop) =>
        PlayAsync(scenario, Closed with { WarmUp = options.WarmUp * Pods, Duration = TimeSpan.FromSeconds(1) }, stop);

    /// <summary>As fast as it goes, with as many flows for each pod.</summary>
    public Task<RunResult> PlayAsync(BenchScenario scenario, CancellationToken stop) => PlayAsync(scenario, Closed, stop);

    public Task<RunResult> PlayAsync(BenchScenario scenario, double rate, CancellationToken stop) => PlayAsync(scenario, Closed with { Rate = Math.Max(1, rate) }, stop);

    /// <summary>Its memory with so many sessions more, in megabytes.</summary>
    public async Task<double> LogInAsync(int sessions, CancellationToken stop)
    {
        using var site = await Site.OpenAsync(SiteOf("plain"));
        await new SessionPool(site).FillAsync(sessions, output, stop);
        return Memory;
    }

    private RunPlan Closed => new() { Workers = new RunPlan().Workers * Pods, WarmUp = BenchOptions.Settling, Duration = options.Duration };

    private async Task<RunResult> PlayAsync(BenchScenario scenario, RunPlan plan, CancellationToken stop)
    {
        var (site, entered) = await EnterAsync(scenario);
        await using var database = new DatabaseCounters(server.ConnectionString);
        var result = await new LoadRun(site, entered, new Meters(new PodProcesses(server.Pids), database), TextWriter.Null).RunAsync(plan, beside: null, stop);
        var verdict = result.Judge(allowedErrors: 0);
        await output.WriteLineAsync(FormattableString.Invariant(
            $"{name,-13} {Pods,2} {scenario.Name,-22} {plan.Model,-20} {result.Rate,8:0.0}/s {result.PerProcessorSecond,8:0} per CPU s  p50 {result.Main?.Latencies.Percentile(0.5).TotalMilliseconds,6:0.0}  p99 {result.Main?.Latencies.Percentile(0.99).TotalMilliseconds,6:0.0} ms  {Words.Of(verdict)}"));
        return verdict == Verdict.Good ? result : throw new InvalidOperationException($"{name}, {scenario.Name}: {string.Join("; ", result.Complaints.Keys)}");
    }

    private async Task<(Site Site, Scenario Scenario)> EnterAsync(BenchScenario scenario)
    {
        if (!_entered.TryGetValue(scenario, out var entered))
        {
            var site = await Site.OpenAsync(SiteOf(scenario.Realm));
            entered = _entered[scenario] = (site, AllScenarios.Create(scenario.Scenario, site, new ScenarioOptions { Logouts = 0 }));
        }

        return entered;
    }

    private SiteOptions SiteOf(string realm) => new() { Urls = server.Urls, Realm = realm };
}
