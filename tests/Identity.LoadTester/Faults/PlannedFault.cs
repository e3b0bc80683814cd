using System.Globalization;
using Identity.Faults.Nemeses;

namespace Identity.LoadTester.Faults;

/// <summary>A fault that is to happen while a scenario runs.</summary>
/// <param name="Fault">What; <c>identity faults --list</c> names them.</param>
/// <param name="At">When, since the measured part began.</param>
internal sealed record PlannedFault(Nemesis Fault, TimeSpan At)
{
    /// <summary>Reads NAME@SECONDS.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static PlannedFault Parse(string text) =>
        text.Split('@') is [var name, var seconds]
        && AllNemeses.Create().FirstOrDefault(nemesis => nemesis.Name == name) is { } nemesis
        && double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var at)
            ? new PlannedFault(nemesis, TimeSpan.FromSeconds(at))
            : throw new ArgumentException($"'{text}' is no fault: NAME@SECONDS, with a name of './identity faults --list'.");
}
