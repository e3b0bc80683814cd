namespace Identity.Gateway.Outgoing;

/// <summary>One call.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">As somebody has named it; need not be one.</param>
internal sealed record OutgoingCall(HttpMethod Method, string Address)
{
    /// <summary>For all of it: name, connection, TLS, and the answer to its last byte. Default 5 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The body; null for none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>A longer answer is a failure. 0: the body is not read, however long. Default 0.</summary>
    public int MaxBodyBytes { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"OutgoingCall {{ {Method} }}";
}
