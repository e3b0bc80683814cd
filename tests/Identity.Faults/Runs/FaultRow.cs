using Identity.Faults.Histories;
using Identity.Faults.Load;

namespace Identity.Faults.Runs;

/// <summary>What one fault did.</summary>
internal sealed record FaultRow
{
    public required string Fault { get; init; }

    public required TallyReading Tally { get; init; }

    /// <summary>From the end of the fault until every pod was ready and saw every other, of several rounds the longest; null: never.</summary>
    public TimeSpan? Whole { get; init; }

    /// <summary>From the beginning of the fault until its pod got no more connections, of several rounds the longest; null: it was not left out.</summary>
    public TimeSpan? LeftService { get; init; }

    /// <summary>Sessions refused that nobody had ended.</summary>
    public int SessionsLost { get; init; }

    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>What else went wrong; null: nothing.</summary>
    public string? Trouble { get; init; }

    public bool IsGood => Violations.Count == 0 && Trouble is null && Whole is not null;
}
