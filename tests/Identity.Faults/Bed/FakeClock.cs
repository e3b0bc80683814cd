using System.Globalization;

namespace Identity.Faults.Bed;

/// <summary>libfaketime, which tells one process another time of day. Its other clocks stay right.</summary>
internal static class FakeClock
{
    private const string Library = "faketime/libfaketimeMT.so.1";

    /// <summary>Where it is installed; null: nowhere.</summary>
    public static string? Path { get; } = Directory.Exists("/usr/lib")
        ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => System.IO.Path.Combine(folder, Library)).FirstOrDefault(File.Exists)
        : null;

    /// <summary>NAME=VALUE for the environment of the process.</summary>
    public static string[] Variables(TimeSpan offset) =>
    [
        $"LD_PRELOAD={Path}",
        string.Create(CultureInfo.InvariantCulture, $"FAKETIME={(long)offset.TotalSeconds:+0;-0}s"),
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        "DONT_FAKE_MONOTONIC=1",
        "FAKETIME_NO_CACHE=1",
    ];
}
