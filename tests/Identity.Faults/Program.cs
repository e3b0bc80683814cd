using System.Runtime.InteropServices;
using Identity.Faults;
using Identity.Faults.Bed;
using Identity.Faults.Nemeses;
using Identity.Faults.Runs;

Options options;
try
{
    options = Options.Parse(args);
    _ = AllNemeses.Chosen(options);
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

if (options.List)
{
    foreach (var nemesis in AllNemeses.Create())
    {
        Console.WriteLine($"{nemesis.Name,-16} {nemesis.What}");
    }

    return 0;
}

if (TestBed.FindObstacle() is { } obstacle)
{
    Console.Error.WriteLine($"No faults can be played here: {obstacle}.");
    return 2;
}

if (options.Binaries is null || !File.Exists(Path.Combine(options.Binaries, "identity-server.dll")))
{
    Console.Error.WriteLine("--bin DIR has to name the folder of a built server.");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var play = new Play(options, Console.Out);
try
{
    var rows = await play.RunAsync(stop.Token);
    await play.WriteJsonAsync(rows);
    var bad = rows.Where(row => !row.IsGood).Select(row => row.Fault).ToList();
    Console.WriteLine(bad.Count == 0 ? $"{rows.Count} faults, every promise kept" : $"{rows.Count} faults, not good: {string.Join(", ", bad)}");
    return bad.Count == 0 ? 0 : 1;
}
catch (InvalidOperationException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}

// The bed is torn down on the way out.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
