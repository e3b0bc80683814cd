using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>What came back for one request, or did not.</summary>
internal sealed record Reply(TimeSpan InvokedAt, TimeSpan CompletedAt)
{
    /// <summary>Of the answer; 0: none came.</summary>
    public int Status { get; init; }

    /// <summary>Whether a connection was made: without one nothing can have happened.</summary>
    public bool Connected { get; init; }

    public string Body { get; init; } = "";

    public Uri? Location { get; init; }

    public IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>Why there is no answer.</summary>
    public string? Failure { get; init; }

    /// <summary>The outcome where it does not depend on what was asked; null: the server has decided.</summary>
    public Outcome? Trouble => Status switch
    {
        0 => Connected ? Outcome.Unknown : Outcome.Unreached,
        >= 500 or 429 => Outcome.Unknown,
        _ => null,
    };

    /// <summary>For the history: the status and the start of an error, never of a success.</summary>
    public string Detail => Failure ?? (Status is >= 400 ? $"{Status} {Body[..Math.Min(Body.Length, 120)].ReplaceLineEndings(" ")}" : $"{Status}");
}
