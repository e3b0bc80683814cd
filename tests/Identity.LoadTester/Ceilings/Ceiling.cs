using System.Globalization;

namespace Identity.LoadTester.Ceilings;

/// <summary>What nothing on this machine exceeds, however little else it does.</summary>
/// <param name="Name">What is done again and again.</param>
/// <param name="PerSecond">How often, for each second of one processor, or of time where nothing is computed.</param>
internal sealed record Ceiling(string Name, double PerSecond)
{
    public string Text => PerSecond.ToString("#,0", CultureInfo.InvariantCulture) + "/s";
}
