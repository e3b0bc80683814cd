using Identity.LoadTester.Ceilings;
using Identity.LoadTester.Reports;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Benches;

/// <summary>Measures a build and, beside it on the same processors, a Keycloak.</summary>
internal sealed class Bench(BenchOptions options, TextWriter output)
{
    private const int Spread = 3;

    /// <summary>Answers the table, as Markdown.</summary>
    public async Task<string> RunAsync(CancellationToken stop)
    {
        var identity = new BenchFigures("Identity");
        var keycloak = options.Keycloak is null ? null : new BenchFigures("Keycloak");
        IReadOnlyList<Ceiling> ceilings;
        var surroundings = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var server = await BenchServer.StartIdentityAsync(options.Binaries, pods: 1, options.Processors))
        {
            ceilings = await AllCeilings.MeasureAsync(server.ConnectionString);
            await new ProductBench(server, identity, options, output).RunAsync(stop);
            await DescribeAsync(server, surroundings, "Identity");
        }

        if (keycloak is not null)
        {
            await using var server = await BenchServer.StartKeycloakAsync(options.Keycloak!, options.Processors);
            await new ProductBench(server, keycloak, options, output).RunAsync(stop);
            await DescribeAsync(server, surroundings, "Keycloak");
        }

        await using (var server = await BenchServer.StartIdentityAsync(options.Binaries, Spread, options.Processors))
        {
            await new ProductBench(server, new BenchFigures("Identity"), options, output).RunSpreadAsync(identity, stop);
        }

        surroundings["driven"] = FormattableString.Invariant(
            $"eight flows at a time over connections that are kept, {options.Duration.TotalSeconds:0} s after {options.WarmUp.TotalSeconds:0} s of warm-up; pods, PostgreSQL and load on the processors {options.Processors}; 1,000 users; RS256 with 2048 bits; logins with Argon2id (7 MiB, 5 passes) and PKCE, everything else in realms with a cheap hash");
        return BenchTable.Of(identity, keycloak, ceilings, surroundings);
    }

    private static async Task DescribeAsync(BenchServer server, Dictionary<string, string> surroundings, string product)
    {
        using var site = await Site.OpenAsync(new SiteOptions { Urls = server.Urls, Realm = "argon" });
        foreach (var (name, value) in await Surroundings.OfAsync(site))
        {
            if (name is "date" or "load tester's machine" or "load tester")
            {
                surroundings.TryAdd(name, value);
            }
            else if (name == "server")
            {
                surroundings[product] = value;
            }
        }
    }
}
