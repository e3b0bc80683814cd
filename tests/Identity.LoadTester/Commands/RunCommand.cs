using System.CommandLine;
using Identity.LoadTester.Data;
using Identity.LoadTester.Faults;
using Identity.LoadTester.Runs;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Commands;

/// <summary><c>run</c>: one scenario, once.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "plays a scenario and judges the answers; exit status 0 good, 10 wrong answers, 11 sessions lost, 12 too many errors");
        var (scenario, site, meters) = (new ScenarioArguments(), new SiteArguments(), new MeterArguments());
        var bed = new Option<string?>("--bed") { Description = "folder of a built server: sets up the cluster of './identity faults' with it (root, Linux) and plays there, in place of --url" };
        var faults = new Option<string[]>("--fault") { Description = "NAME@SECONDS: a fault of './identity faults --list', that long after measuring began; once for each. Needs --bed" };
        scenario.AddTo(command);
        command.Options.Add(bed);
        command.Options.Add(faults);
        site.AddTo(command);
        meters.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            var planned = (parsed.GetValue(faults) ?? []).Select(PlannedFault.Parse).ToList();
            if (parsed.GetValue(bed) is null && planned.Count > 0)
            {
                throw new ArgumentException("--fault needs --bed: faults are played in a cluster of their own.");
            }

            var options = site.Read(parsed);
            await using var cluster = parsed.GetValue(bed) is { } binaries
                ? await FaultyCluster.StartAsync(Path.GetFullPath(binaries), options, PasswordHash.Of("pbkdf2-sha256:1000"), Console.Out, stop)
                : null;
            using var opened = await (cluster?.OpenAsync(options) ?? Site.OpenAsync(options));
            var run = new LoadRun(opened, scenario.Scenario(parsed, opened), meters.Meters(parsed), Console.Out);
            var result = await run.RunAsync(scenario.Plan(parsed), cluster is null ? null : (recorder, over) => cluster.PlayAsync(planned, recorder, over), stop);
            return (int)await meters.TellAsync(parsed, opened, result, Console.Out);
        });
        return command;
    }
}
