using System.Text.Json;
using Identity.Faults.Bed;
using Identity.Faults.Histories;
using Identity.Faults.Load;
using Identity.Faults.Nemeses;

namespace Identity.Faults.Runs;

/// <summary>Sets up the bed, plays the chosen faults one after the other, prints what each did, tears the bed down.</summary>
internal sealed class Play(Options options, TextWriter output)
{
    private const int Pods = 3;
    private const int Shown = 3;

    /// <summary>Answers the rows; each violation counts once, under the fault that showed it first.</summary>
    public async Task<IReadOnlyList<FaultRow>> RunAsync(CancellationToken stop)
    {
        var nemeses = AllNemeses.Chosen(options);
        await using var bed = await TestBed.StartAsync(options.Binaries!, Pods);
        var journal = new Journal();
        var targets = new Targets(bed);
        await using var watch = new Watch(bed, journal, targets);
        var stage = new Stage(bed, watch, options, stop);
        if (await stage.WholeAsync() is null)
        {
            var first = bed.Pods.All[0];
            throw new InvalidOperationException($"The cluster does not get whole: {await watch.FindTroubleAsync()}\n{first.Name}, started {first.Starts} times:\n{first.LastOutput}\n{first.Server.Output}");
        }

        await using var load = new SteadyLoad(bed, journal, targets);
        await load.StartAsync();
        var rows = await PlayAsync(stage, load, nemeses);
        await LogAsync(bed, journal, rows);
        return rows;
    }

    private async Task<IReadOnlyList<FaultRow>> PlayAsync(Stage stage, SteadyLoad load, IReadOnlyList<Nemesis> nemeses)
    {
        var rows = new List<FaultRow>();
        var told = new HashSet<(int, string)>();
        await output.WriteLineAsync(FaultTable.Header);
        foreach (var nemesis in nemeses)
        {
            if (nemesis.FindObstacle(options) is { } obstacle)
            {
                await output.WriteLineAsync($"{nemesis.Name,-16} skipped: {obstacle}");
                continue;
            }

            var row = await new FaultRun(stage, load).PlayAsync(nemesis);
            row = row with { Violations = [.. row.Violations.Where(violation => told.Add((violation.Promise, violation.Session)))] };
            rows.Add(row);
            await output.WriteLineAsync(FaultTable.Line(row));
            foreach (var line in row.Violations.GroupBy(violation => violation.Promise).SelectMany(same => same.Take(Shown)).SelectMany(HistoryText.Lines))
            {
                await output.WriteLineAsync("  " + line);
            }
        }

        return rows;
    }

    private async Task LogAsync(TestBed bed, Journal journal, IReadOnlyList<FaultRow> rows)
    {
        if (options.Log is null)
        {
            return;
        }

        Directory.CreateDirectory(options.Log);
        await File.WriteAllLinesAsync(Path.Combine(options.Log, "history.txt"), journal.Operations.Select(operation => $"{HistoryText.Line(operation)}  {operation.User} {operation.Session}"));
        await File.WriteAllLinesAsync(Path.Combine(options.Log, "violations.txt"), rows.SelectMany(row => row.Violations).SelectMany(HistoryText.Lines));
        foreach (var pod in bed.Pods.All)
        {
            await File.WriteAllTextAsync(Path.Combine(options.Log, $"{pod.Name}.log"), $"{pod.LastOutput}\n--- started {pod.Starts} times\n{pod.Server.Output}");
        }
    }

    /// <summary>Writes the rows where --json says.</summary>
    public Task WriteJsonAsync(IReadOnlyList<FaultRow> rows) =>
        options.Json is null ? Task.CompletedTask : File.WriteAllTextAsync(options.Json, FaultTable.Json(rows).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
}
