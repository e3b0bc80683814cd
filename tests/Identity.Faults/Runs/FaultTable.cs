using System.Globalization;
using System.Text.Json.Nodes;

namespace Identity.Faults.Runs;

/// <summary>The rows for a person and for a program.</summary>
internal static class FaultTable
{
    public const string Header =
        "fault            requests  failed  again:pods  again:service  longest gap   whole again  left service  lost  violations";

    public static string Line(FaultRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Fault,-16} {row.Tally.Requests,8}  {row.Tally.Failed,6}  {row.Tally.FailedAtPods,10}  {row.Tally.FailedThroughProxy,13}  {Seconds(row.Tally.LongestGap),11}  {Seconds(row.Whole, "never"),12}  {Seconds(row.LeftService),12}  {row.SessionsLost,4}  {row.Violations.Count,10}{(row.Trouble is null ? "" : "  " + row.Trouble)}");

    public static JsonArray Json(IEnumerable<FaultRow> rows) => new([.. rows.Select(row => new JsonObject
    {
        ["fault"] = row.Fault,
        ["requests"] = row.Tally.Requests,
        ["failedFirst"] = row.Tally.Failed,
        ["failedAgainAtPods"] = row.Tally.FailedAtPods,
        ["failedAgainThroughService"] = row.Tally.FailedThroughProxy,
        ["longestGapSeconds"] = Math.Round(row.Tally.LongestGap.TotalSeconds, 3),
        ["wholeAgainSeconds"] = Rounded(row.Whole),
        ["leftServiceSeconds"] = Rounded(row.LeftService),
        ["sessionsLost"] = row.SessionsLost,
        ["violations"] = row.Violations.Count,
        ["trouble"] = row.Trouble,
    })]);

    private static double? Rounded(TimeSpan? time) => time is null ? null : Math.Round(time.Value.TotalSeconds, 3);

    private static string Seconds(TimeSpan? time, string none = "-") => time is null ? none : string.Create(CultureInfo.InvariantCulture, $"{time.Value.TotalSeconds:F2} s");
}
