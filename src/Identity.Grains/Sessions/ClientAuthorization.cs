namespace Identity.Grains.Sessions;

/// <summary>A client is let into a session.</summary>
[GenerateSerializer, Immutable, Alias("identity.client-authorization")]
public sealed record ClientAuthorization
{
    /// <summary>The client's Id (UUID).</summary>
    [Id(0)]
    public required string ClientId { get; init; }

    /// <summary>The code to issue; null for a direct grant, which takes its tokens at once.</summary>
    [Id(1)]
    public CodeRequest? Code { get; init; }
}
