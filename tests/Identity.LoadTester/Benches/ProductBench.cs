using Identity.LoadTester.Data;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Reports;
using Identity.LoadTester.Resources;
using Identity.LoadTester.Runs;
using Identity.LoadTester.Scenarios;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Benches;

/// <summary>Plays all scenarios against one server, one after the other.</summary>
internal sealed class ProductBench(BenchServer server, BenchFigures figures, BenchOptions options, TextWriter output)
{
    private const string CheapHash = "pbkdf2-sha256:1000";
    private const int ManySessions = 10_000;

    /// <summary>One pod: everything.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        figures.Add("ready on an empty database", server.FirstReady.TotalSeconds, "s", isMoreBetter: false);
        figures.Add("ready when started again", server.ReadyAgain.TotalSeconds, "s", isMoreBetter: false);
        var pods = new PodProcesses(server.Pids);
        figures.Add("memory idle", Megabytes(pods.Read()), "MB", isMoreBetter: false);
        await UploadAsync("argon", "argon2", rotates: false, stop);
        await UploadAsync("plain", CheapHash, rotates: false, stop);
        await UploadAsync("rotating", CheapHash, rotates: true, stop);
        await ClosedAsync("plain", "client-credentials", "client-credentials", stop);
        await ClosedAsync("plain", "refresh", "refresh", stop);
        await ClosedAsync("rotating", "refresh", "refresh with rotation", stop);
        await ClosedAsync("plain", "userinfo", "userinfo", stop);
        await ClosedAsync("plain", "introspect", "introspect", stop);
        await ClosedAsync("argon", "login", "login", stop);
        if (!options.IsQuick)
        {
            await SessionsAsync(pods, stop);
        }
    }

    /// <summary>Several pods, each request to the next one: only what keeps or loses by that.</summary>
    public async Task RunSpreadAsync(BenchFigures one, CancellationToken stop)
    {
        await UploadAsync("plain", CheapHash, rotates: false, stop);
        foreach (var scenario in new[] { "client-credentials", "refresh", "userinfo", "introspect" })
        {
            var name = $"{scenario}, {server.Pids.Count} pods without stickiness";
            // As many flows for each pod as one alone has; a pod gets its part of the requests only, and is as warm after as many.
            var pods = server.Pids.Count;
            var result = await PlayAsync("plain", scenario, new RunPlan { Workers = new RunPlan().Workers * pods, WarmUp = options.WarmUp * pods, Duration = options.Duration }, stop);
            one.Add(name, result.PerProcessorSecond!.Value, "per CPU s", isMoreBetter: true);
            if (one.Find(scenario) is { } single)
            {
                one.Add($"{name}: kept of one pod's", 100 * result.PerProcessorSecond.Value / single, "%", isMoreBetter: true);
            }
        }
    }

    private async Task ClosedAsync(string realm, string scenario, string name, CancellationToken stop)
    {
        var result = await PlayAsync(realm, scenario, new RunPlan { WarmUp = options.WarmUp, Duration = options.Duration }, stop);
        figures.Add(name, result.PerProcessorSecond!.Value, "per CPU s", isMoreBetter: true);
        var half = await PlayAsync(realm, scenario, new RunPlan { Rate = Math.Max(1, result.Rate / 2), WarmUp = TimeSpan.FromSeconds(2), Duration = options.Duration }, stop);
        figures.Add($"{name}: p99 at half the rate", half.Main!.Latencies.Percentile(0.99).TotalMilliseconds, "ms", isMoreBetter: false);
        if (scenario is "login" or "refresh")
        {
            var main = (double)half.Main.Count(Outcome.Ok);
            figures.Add($"{name}: writing transactions", half.DatabaseUse!.Transactions / main, "each", isMoreBetter: false);
            figures.Add($"{name}: rows written", half.DatabaseUse.Rows / main, "each", isMoreBetter: false);
        }
    }

    private async Task SessionsAsync(PodProcesses pods, CancellationToken stop)
    {
        using var site = await OpenAsync("plain");
        var pool = new SessionPool(site);
        await pool.FillAsync(ManySessions, output, stop);
        figures.Add($"memory after all that and {ManySessions:N0} logins", Megabytes(pods.Read()), "MB", isMoreBetter: false);
    }

    private async Task<RunResult> PlayAsync(string realm, string scenario, RunPlan plan, CancellationToken stop)
    {
        using var site = await OpenAsync(realm);
        await using var database = new DatabaseCounters(server.ConnectionString);
        var created = AllScenarios.Create(scenario, site, new ScenarioOptions { Logouts = 0 });
        var result = await new LoadRun(site, created, new Meters(new PodProcesses(server.Pids), database), TextWriter.Null).RunAsync(plan, beside: null, stop);
        var verdict = result.Judge(allowedErrors: 0);
        await output.WriteLineAsync(FormattableString.Invariant(
            $"{figures.Product,-10} {realm,-9} {scenario,-19} {plan.Model,-20} {result.Rate,8:0.0}/s {result.PerProcessorSecond,8:0} per CPU s  p50 {result.Main?.Latencies.Percentile(0.5).TotalMilliseconds,6:0.0}  p99 {result.Main?.Latencies.Percentile(0.99).TotalMilliseconds,6:0.0} ms  {Words.Of(verdict)}"));
        return verdict == Verdict.Good ? result : throw new InvalidOperationException($"{figures.Product}, {scenario}: {string.Join("; ", result.Complaints.Keys)}");
    }

    private Task<Site> OpenAsync(string realm) => Site.OpenAsync(Options(realm));

    private Task UploadAsync(string realm, string hash, bool rotates, CancellationToken stop) =>
        DataUpload.SendAsync(new DataSet(Options(realm), PasswordHash.Of(hash), rotates), TextWriter.Null, stop);

    private SiteOptions Options(string realm) => new() { Urls = server.Urls, Realm = realm };

    private static double Megabytes(PodUse use) => use.Memory / 1048576.0;
}
