using Identity.LoadTester.Ceilings;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Reports;
using Identity.LoadTester.Runs;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Benches;

/// <summary>Measures a build, several pods of it and, beside them on the same processors, a Keycloak: each scenario in turns, round by round.</summary>
internal sealed class Bench(BenchOptions options, TextWriter output)
{
    private const string Identity = "Identity";
    private const string Earlier = "earlier build";
    private const string Keycloak = "Keycloak";
    private const int Spread = 3;
    private const int ManySessions = 10_000;
    private const string PerProcessor = "per CPU s";

    private readonly Dictionary<string, BenchFigures> _figures = new(StringComparer.Ordinal);

    /// <summary>Answers the table, as Markdown.</summary>
    public async Task<string> RunAsync(CancellationToken stop)
    {
        var surroundings = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var identityServer = await BenchServer.StartIdentityAsync(options.Binaries, pods: 1, options.Processors);
        var ceilings = await AllCeilings.MeasureAsync(identityServer.ConnectionString);
        using var identity = await EnterAsync(Identity, identityServer, surroundings, stop);
        await using var earlierServer = options.Earlier is null ? null : await BenchServer.StartIdentityAsync(options.Earlier, pods: 1, options.Processors);
        using var earlier = earlierServer is null ? null : await EnterAsync(Earlier, earlierServer, surroundings, stop);
        await using var keycloakServer = options.Keycloak is null ? null : await BenchServer.StartKeycloakAsync(options.Keycloak, options.Processors);
        using var keycloak = keycloakServer is null ? null : await EnterAsync(Keycloak, keycloakServer, surroundings, stop);
        await using var spreadServer = await BenchServer.StartIdentityAsync(options.Binaries, Spread, options.Processors);
        using var spread = new Contestant(Identity, spreadServer, options, output);
        await spread.UploadAsync(stop);
        Contestant[] single = [.. new[] { identity, earlier, keycloak }.OfType<Contestant>()];
        foreach (var scenario in BenchScenario.All)
        {
            await PlayAsync(scenario, single, spread, stop);
        }

        if (!options.IsQuick)
        {
            foreach (var contestant in single)
            {
                Add(contestant, $"memory after all that and {ManySessions:N0} logins", await contestant.LogInAsync(ManySessions, stop), "MB", isMoreBetter: false);
            }
        }

        surroundings["driven"] = FormattableString.Invariant(
            $"eight flows at a time for each pod over connections that are kept, in turns, medians of {options.Rounds} rounds of {options.Duration.TotalSeconds:0} s after {options.WarmUp.TotalSeconds:0} s of warm-up; pods, PostgreSQL and load on the processors {options.Processors}; 1,000 users; RS256 with 2048 bits; logins with Argon2id (7 MiB, 5 passes) and PKCE, everything else in realms with a cheap hash");
        return BenchTable.Of(Identity, _figures, ceilings, surroundings);
    }

    private async Task<Contestant> EnterAsync(string name, BenchServer server, Dictionary<string, string> surroundings, CancellationToken stop)
    {
        var contestant = new Contestant(name, server, options, output);
        _figures.Add(name, new BenchFigures());
        Add(contestant, "ready on an empty database", server.FirstReady.TotalSeconds, "s", isMoreBetter: false);
        Add(contestant, "ready when started again", server.ReadyAgain.TotalSeconds, "s", isMoreBetter: false);
        Add(contestant, "memory idle", contestant.Memory, "MB", isMoreBetter: false);
        await contestant.UploadAsync(stop);
        await DescribeAsync(contestant, surroundings);
        return contestant;
    }

    private async Task PlayAsync(BenchScenario scenario, Contestant[] single, Contestant spread, CancellationToken stop)
    {
        Contestant[] all = scenario.IsSpread ? [.. single, spread] : single;
        foreach (var contestant in all)
        {
            await contestant.WarmUpAsync(scenario, stop);
        }

        var closed = await RoundsAsync(all, contestant => contestant.PlayAsync(scenario, stop));
        var rates = closed.ToDictionary(results => results.Key, results => Median(results.Value, result => result.Rate));
        var half = await RoundsAsync(single, contestant => contestant.PlayAsync(scenario, rates[contestant] / 2, stop));
        foreach (var contestant in single)
        {
            Add(contestant, scenario.Name, Median(closed[contestant], result => result.PerProcessorSecond!.Value), PerProcessor, isMoreBetter: true);
            Add(contestant, $"{scenario.Name}: p99 at half the rate", Median(half[contestant], result => result.Main!.Latencies.Percentile(0.99).TotalMilliseconds), "ms", isMoreBetter: false);
            if (scenario.Writes)
            {
                Add(contestant, $"{scenario.Name}: writing transactions", Median(half[contestant], result => result.DatabaseUse!.Transactions / Flows(result)), "each", isMoreBetter: false);
                Add(contestant, $"{scenario.Name}: rows written", Median(half[contestant], result => result.DatabaseUse!.Rows / Flows(result)), "each", isMoreBetter: false);
            }
        }

        if (scenario.IsSpread)
        {
            var name = $"{scenario.Name}, {spread.Pods} pods without stickiness";
            var kept = closed[spread].Zip(closed[single[0]], (several, one) => 100 * several.PerProcessorSecond!.Value / one.PerProcessorSecond!.Value);
            Add(spread, name, Median(closed[spread], result => result.PerProcessorSecond!.Value), PerProcessor, isMoreBetter: true);
            Add(spread, $"{name}: kept of one pod's", Median([.. kept], value => value), "%", isMoreBetter: true);
        }
    }

    private async Task<Dictionary<Contestant, List<RunResult>>> RoundsAsync(Contestant[] contestants, Func<Contestant, Task<RunResult>> playAsync)
    {
        var results = contestants.ToDictionary(contestant => contestant, _ => new List<RunResult>());
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                results[contestant].Add(await playAsync(contestant));
            }
        }

        return results;
    }

    private void Add(Contestant contestant, string name, double value, string unit, bool isMoreBetter) =>
        _figures[contestant.Name].Add(name, value, unit, isMoreBetter);

    private static double Flows(RunResult result) => result.Main!.Count(Outcome.Ok);

    private static double Median<T>(List<T> of, Func<T, double> figure)
    {
        var sorted = of.Select(figure).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static async Task DescribeAsync(Contestant contestant, Dictionary<string, string> surroundings)
    {
        using var site = await Site.OpenAsync(new SiteOptions { Urls = contestant.Server.Urls, Realm = "argon" });
        foreach (var (name, value) in await Surroundings.OfAsync(site))
        {
            if (name is "date" or "load tester's machine" or "load tester")
            {
                surroundings.TryAdd(name, value);
            }
            else if (name == "server")
            {
                surroundings[contestant.Name] = value;
            }
        }
    }
}
