namespace Identity.Silo.Discovery;

/// <summary>What travels on a link between two pods.</summary>
internal abstract record LinkMessage
{
    private LinkMessage()
    {
    }

    /// <summary>The first message, both ways.</summary>
    public sealed record Greeting(Hello Hello) : LinkMessage;

    /// <summary>Instead of a greeting: the link will not be kept.</summary>
    public sealed record Refusal(string Reason) : LinkMessage;

    /// <summary>Asks for a <see cref="Pong"/>.</summary>
    public sealed record Ping(long Number, SiloEndpoint? Silo) : LinkMessage;

    /// <summary>Answers a ping. Names the sender's silo, which may have come up since the greeting.</summary>
    public sealed record Pong(long Number, SiloEndpoint? Silo) : LinkMessage;

    /// <summary>Asks whether the receiver finds a silo's process gone.</summary>
    public sealed record Question(long Number, SiloEndpoint Silo) : LinkMessage;

    /// <summary>Answers a question.</summary>
    public sealed record Finding(long Number, bool Gone) : LinkMessage;

    /// <summary>The sender is stopping in good order.</summary>
    public sealed record Leaving : LinkMessage;
}
