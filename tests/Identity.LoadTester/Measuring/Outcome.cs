namespace Identity.LoadTester.Measuring;

/// <summary>How a step ended.</summary>
internal enum Outcome
{
    /// <summary>As it should.</summary>
    Ok,

    /// <summary>No answer, 429 or 5xx.</summary>
    Unavailable,

    /// <summary>An answer that refuses what is right.</summary>
    Refused,

    /// <summary>A session that nobody ended is refused.</summary>
    Lost,

    /// <summary>An answer that must never be given: about another user or session, a token that does not verify, an ended session that answers.</summary>
    Wrong,
}
