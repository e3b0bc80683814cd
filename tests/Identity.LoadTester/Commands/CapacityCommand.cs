using System.CommandLine;
using Identity.LoadTester.Runs;
using Identity.LoadTester.Searches;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Commands;

/// <summary><c>capacity</c>: the highest rate without errors.</summary>
internal static class CapacityCommand
{
    public static Command Create()
    {
        var command = new Command("capacity", "looks for the highest rate (open model) with no error and p99 below a bound; the result is that of the last good trial");
        var (scenario, site, meters) = (new ScenarioArguments(), new SiteArguments(), new MeterArguments());
        var bound = new Option<double>("--p99") { Description = "bound for the 99th percentile of the main step, in milliseconds", DefaultValueFactory = _ => 100 };
        var first = new Option<double>("--from") { Description = "the first rate that is tried; it has to pass", DefaultValueFactory = _ => 10 };
        scenario.AddTo(command);
        command.Options.Add(bound);
        command.Options.Add(first);
        site.AddTo(command);
        meters.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var opened = await Site.OpenAsync(site.Read(parsed));
            var trials = meters.Meters(parsed);
            var search = new CapacitySearch(TimeSpan.FromMilliseconds(parsed.GetValue(bound)), TryAsync, Console.Out);
            if (await search.FindAsync(parsed.GetValue(first), stop) is not { } best)
            {
                Console.Error.WriteLine("Not even the first rate passed: --from takes a lower one.");
                return (int)Verdict.TooManyErrors;
            }

            return (int)await meters.TellAsync(parsed, opened, best, Console.Out);

            // On connections of its own: a trial far beyond capacity leaves thousands behind.
            async Task<RunResult> TryAsync(double rate)
            {
                using var own = await Site.OpenAsync(site.Read(parsed));
                return await new LoadRun(own, scenario.Scenario(parsed, own), trials, TextWriter.Null).RunAsync(scenario.Plan(parsed) with { Rate = rate }, beside: null, stop);
            }
        });
        return command;
    }
}
