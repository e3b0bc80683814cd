using System.Diagnostics;
using System.Globalization;

namespace Identity.AdminBench;

/// <summary>Times what is repeated and prints a row of a table.</summary>
internal static class Measured
{
    public static void Header()
    {
        Console.WriteLine("| what | median | 99 % | worst |");
        Console.WriteLine("|---|---|---|---|");
    }

    public static async Task RowAsync(string what, int times, Func<int, Task> work)
    {
        var durations = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await work(i);
            durations.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        durations.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what} | {durations[durations.Count / 2]:0.0} ms | {durations[durations.Count * 99 / 100]:0.0} ms | {durations[^1]:0.0} ms |"));
    }

    /// <summary>Nanoseconds of one of very many.</summary>
    public static void Row(string what, int times, Action<int> work)
    {
        for (var i = 0; i < times / 10; i++)
        {
            work(i);
        }

        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            work(i);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {Stopwatch.GetElapsedTime(start).TotalNanoseconds / times:0} ns | | |"));
    }
}
