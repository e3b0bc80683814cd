using System.CommandLine;
using Identity.LoadTester.Benches;

namespace Identity.LoadTester.Commands;

/// <summary><c>bench</c>: the figures of docs/performance.md.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var command = new Command("bench", "starts a build, and another build or a Keycloak where one is given, each with a PostgreSQL of its own on the same processors; plays the scenarios; prints a table with ratios");
        var binaries = new Option<string>("--bin") { Description = "folder of the built server", Required = true };
        var earlier = new Option<string?>("--against") { Description = "folder of another build of the server, to compare with" };
        var rounds = new Option<int?>("--rounds") { Description = "how often each plays a scenario, in turns: 3 unless told, 1 with --quick" };
        var keycloak = new Option<string?>("--keycloak") { Description = "folder of an unpacked Keycloak" };
        var processors = new Option<string>("--processors") { Description = "which ones all of it shares", DefaultValueFactory = _ => "0,1" };
        var quick = new Option<bool>("--quick") { Description = "a few seconds for each figure, to see that it works" };
        foreach (var option in new Option[] { binaries, earlier, rounds, keycloak, processors, quick })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, stop) =>
        {
            var bench = new Bench(
                new BenchOptions
                {
                    Binaries = Path.GetFullPath(parsed.GetValue(binaries)!),
                    Earlier = parsed.GetValue(earlier) is { } other ? Path.GetFullPath(other) : null,
                    Rounds = parsed.GetValue(rounds) ?? (parsed.GetValue(quick) ? 1 : 3),
                    Keycloak = parsed.GetValue(keycloak) is { } folder ? Path.GetFullPath(folder) : null,
                    Processors = parsed.GetValue(processors)!,
                    IsQuick = parsed.GetValue(quick),
                },
                Console.Error);
            Console.WriteLine(await bench.RunAsync(stop));
            return 0;
        });
        return command;
    }
}
