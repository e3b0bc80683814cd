using System.Text.Json;
using Identity.LoadTester.Measuring;

namespace Identity.LoadTester.Wires;

/// <summary>What came back for one request.</summary>
/// <param name="Status">Of the answer; 0: none came.</param>
/// <param name="Body">Of the answer, or why there is none.</param>
internal sealed record Reply(int Status, string Body)
{
    public string? Location { get; init; }

    public IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>How it ended where the caller wanted this status.</summary>
    public Outcome Expecting(int status) =>
        Status == status ? Outcome.Ok : Status is 0 or 429 or >= 500 ? Outcome.Unavailable : Outcome.Refused;

    /// <summary>The status and the error's name, for people to read: never what a caller sent or got.</summary>
    public string Complaint => Status == 0 ? Body : $"{Status} {Text("error")} {Text("error_description")}".TrimEnd();

    /// <summary>A text of a JSON answer; null when there is none.</summary>
    public string? Text(string name)
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
