using System.CommandLine;
using Identity.LoadTester.Benches;

namespace Identity.LoadTester.Commands;

/// <summary><c>bench</c>: the figures of docs/performance.md.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var command = new Command("bench", "starts a build, and a Keycloak where one is given, each with a PostgreSQL of its own on the same processors; plays the scenarios; prints a table with ratios");
        var binaries = new Option<string>("--bin") { Description = "folder of the built server", Required = true };
        var keycloak = new Option<string?>("--keycloak") { Description = "folder of an unpacked Keycloak" };
        var processors = new Option<string>("--processors") { Description = "which ones all of it shares", DefaultValueFactory = _ => "0,1" };
        var quick = new Option<bool>("--quick") { Description = "a few seconds for each figure, to see that it works" };
        foreach (var option in new Option[] { binaries, keycloak, processors, quick })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, stop) =>
        {
            var bench = new Bench(
                new BenchOptions
                {
                    Binaries = Path.GetFullPath(parsed.GetValue(binaries)!),
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
