namespace Identity.Gateway.Outgoing;

/// <summary>What became of a call.</summary>
internal abstract record OutgoingAnswer
{
    private OutgoingAnswer()
    {
    }

    /// <summary>It was answered. A redirect is an answer like any other.</summary>
    /// <param name="Status">The status.</param>
    /// <param name="ContentType">Of the body; null where it has none.</param>
    /// <param name="Body">Empty where it was not asked for.</param>
    internal sealed record Answered(int Status, string? ContentType, ReadOnlyMemory<byte> Body) : OutgoingAnswer
    {
        /// <summary>2xx.</summary>
        public bool IsSuccess => Status is >= 200 and < 300;
    }

    /// <summary>It was not made: the address is none, or one that must not be called. The reason is for the log.</summary>
    internal sealed record Refused(string Reason) : OutgoingAnswer;

    /// <summary>No connection, no TLS, no HTTP, or more than was allowed. The reason is for the log.</summary>
    internal sealed record Failed(string Reason) : OutgoingAnswer;

    /// <summary>It was not over within its time.</summary>
    internal sealed record TimedOut : OutgoingAnswer;
}
