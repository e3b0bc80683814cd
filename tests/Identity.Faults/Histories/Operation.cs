namespace Identity.Faults.Histories;

/// <summary>What a client asked for, once, of one address: a line of the history.</summary>
internal sealed record Operation
{
    public required OperationKind Kind { get; init; }

    /// <summary>Since the history began, by a clock that never jumps.</summary>
    public required TimeSpan InvokedAt { get; init; }

    /// <summary>When the answer was read or given up on.</summary>
    public required TimeSpan CompletedAt { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>The pod that was asked, or "proxy".</summary>
    public required string Pod { get; init; }

    /// <summary>The user whose password, code or token was presented: the user's id.</summary>
    public required string User { get; init; }

    /// <summary>The session that was asked for; null: the operation did not get that far.</summary>
    public string? Session { get; init; }

    /// <summary>Short hash of the code: the one presented, or the one that a login gave.</summary>
    public string? Code { get; init; }

    /// <summary>The refresh token presented; null: none, or the realm does not rotate.</summary>
    public TokenGeneration? Presented { get; init; }

    /// <summary>The refresh token given; null: none, or the realm does not rotate.</summary>
    public TokenGeneration? Given { get; init; }

    /// <summary>Whom the answer is about; null: it does not say.</summary>
    public string? AnsweredUser { get; init; }

    /// <summary>Which session the answer is about; null: it does not say.</summary>
    public string? AnsweredSession { get; init; }

    /// <summary>What was answered where it was no success; never a secret.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether the whole operation came after the other one.</summary>
    public bool IsAfter(Operation other) => InvokedAt > other.CompletedAt;

    /// <summary>Whether it has or may have taken effect.</summary>
    public bool MayHaveHappened => Outcome is Outcome.Ok or Outcome.Unknown;
}
