using System.Globalization;

namespace Identity.LoadTester.Resources;

/// <summary>The processor time and memory of pods that run on this machine, from /proc.</summary>
internal sealed class PodProcesses(IReadOnlyList<int> ids)
{
    // USER_HZ, which Linux has been showing to programs as 100 on every architecture.
    private const double TicksPerSecond = 100;

    /// <summary>How many pods.</summary>
    public int Count => ids.Count;

    /// <summary>As of now; a pod that is gone counts nothing.</summary>
    public PodUse Read() => ids.Aggregate(new PodUse(TimeSpan.Zero, 0), (sum, id) => Read(id) is { } one ? new PodUse(sum.Processor + one.Processor, sum.Memory + one.Memory) : sum);

    private static PodUse? Read(int id)
    {
        try
        {
            // The name in brackets may hold blanks.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            var resident = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return new PodUse(TimeSpan.FromSeconds(ticks / TicksPerSecond), long.Parse(resident.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>What pods have used.</summary>
/// <param name="Processor">Since they began.</param>
/// <param name="Memory">Resident, in bytes.</param>
internal sealed record PodUse(TimeSpan Processor, long Memory);
