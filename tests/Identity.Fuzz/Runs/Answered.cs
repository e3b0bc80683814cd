namespace Identity.Fuzz.Runs;

/// <summary>What came of a request.</summary>
/// <param name="Status">0 when nothing came in a minute, 599 when the process ended.</param>
/// <param name="Body">As text.</param>
/// <param name="IsHtml">Whether it is a page.</param>
/// <param name="Elapsed">From sending to the last byte.</param>
/// <param name="Location">Where it leads to.</param>
/// <param name="Cookies">What it sets; an empty value removes.</param>
internal sealed record Answered(int Status, string Body, bool IsHtml, TimeSpan Elapsed, string? Location, IReadOnlyList<KeyValuePair<string, string>> Cookies);
