using Identity.LoadTester.Runs;

namespace Identity.LoadTester.Reports;

/// <summary>Verdicts for people.</summary>
internal static class Words
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Good => "good",
        Verdict.WrongAnswers => "NOT GOOD: answers were wrong",
        Verdict.SessionsLost => "NOT GOOD: sessions were lost",
        _ => "NOT GOOD: too many errors",
    };
}
