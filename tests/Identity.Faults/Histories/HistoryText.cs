using System.Globalization;

namespace Identity.Faults.Histories;

/// <summary>Writes violations for a person.</summary>
internal static class HistoryText
{
    public static IEnumerable<string> Lines(Violation violation)
    {
        yield return $"promise {violation.Promise} broken, {violation.Session}: {violation.What}";
        foreach (var operation in violation.Shown)
        {
            yield return "  " + Line(operation);
        }
    }

    public static string Line(Operation operation) => string.Create(
        CultureInfo.InvariantCulture,
        $"{operation.InvokedAt.TotalSeconds,9:F3}-{operation.CompletedAt.TotalSeconds:F3} s  {operation.Pod,-8} {operation.Kind,-13} {operation.Outcome,-9}{Tokens(operation)} {operation.Detail}").TrimEnd();

    private static string Tokens(Operation operation) =>
        (operation.Code is { } code ? $" code {code}" : "")
        + (operation.Presented is { } presented ? $" token {presented}" : "")
        + (operation.Given is { } given ? $" -> {given}" : "");
}
