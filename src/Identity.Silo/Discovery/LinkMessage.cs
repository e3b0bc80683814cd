using System.Text.Json.Serialization;

namespace Identity.Silo.Discovery;

/// <summary>What travels on a link between two pods, as JSON whose <c>type</c> comes first.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Refusal), "refused")]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(Pong), "pong")]
[JsonDerivedType(typeof(Question), "question")]
[JsonDerivedType(typeof(Finding), "finding")]
[JsonDerivedType(typeof(Leaving), "leaving")]
internal abstract record LinkMessage
{
    private protected LinkMessage()
    {
    }

    /// <summary>Instead of a <see cref="Hello"/>: the link will not be kept.</summary>
    public sealed record Refusal(string Reason) : LinkMessage;

    /// <summary>Asks for a <see cref="Pong"/>.</summary>
    public sealed record Ping(long Number, SiloEndpoint? Silo = null) : LinkMessage;

    /// <summary>Answers a ping. Names the sender's silo, which may have come up since the greeting.</summary>
    public sealed record Pong(long Number, SiloEndpoint? Silo = null) : LinkMessage;

    /// <summary>Asks whether the receiver finds a silo's process gone.</summary>
    public sealed record Question(long Number, SiloEndpoint Silo) : LinkMessage;

    /// <summary>Answers a question.</summary>
    public sealed record Finding(long Number, bool Gone) : LinkMessage;

    /// <summary>The sender is stopping in good order.</summary>
    public sealed record Leaving : LinkMessage;
}
