using System.Diagnostics;
using System.Globalization;
using Identity.Fuzz.Bed;
using Identity.Fuzz.Runs;

var inputs = 100_000;
var seed = Random.Shared.Next();
for (var at = 0; at < args.Length; at += 2)
{
    switch (args[at])
    {
        case "--inputs" when at + 1 < args.Length:
            inputs = int.Parse(args[at + 1], CultureInfo.InvariantCulture);
            break;
        case "--seed" when at + 1 < args.Length:
            seed = int.Parse(args[at + 1], CultureInfo.InvariantCulture);
            break;
        default:
            Console.Error.WriteLine("usage: identity-fuzz [--inputs N] [--seed S]");
            return 64;
    }
}

var started = Stopwatch.StartNew();
Console.WriteLine($"seed {seed}");
await using var bed = await FuzzBed.StartAsync(seed);
var run = new FuzzRun(bed, seed);
await run.SendAsync(inputs, Console.WriteLine);
foreach (var finding in run.Findings)
{
    Console.WriteLine(finding);
}

Console.WriteLine($"{inputs} inputs, seed {seed}, {run.Findings.Count} kinds of findings, {run.Memory.Early / 1024} MB after the first batch, {run.Memory.Late / 1024} MB at the end");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{started.Elapsed.TotalSeconds:0} s, {run.Logins} logins with tokens, slowest {run.Slowest.Elapsed.TotalSeconds:0.0} s {run.Slowest.Route}"));
Console.WriteLine(string.Join(", ", run.Statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}")));
return run.Findings.Count == 0 && run.Memory.Late - run.Memory.Early <= FuzzRun.MemoryBound ? 0 : 1;
