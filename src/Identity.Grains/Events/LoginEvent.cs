namespace Identity.Grains.Events;

/// <summary>Something that happened to a user or client at the protocol's endpoints.</summary>
/// <remarks>Stored with bounds: texts are cut, and details past the limit left out.</remarks>
[GenerateSerializer, Immutable, Alias("identity.login-event")]
public sealed record LoginEvent
{
    /// <summary>Stored once, however often it is written.</summary>
    [Id(0)]
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Unix milliseconds.</summary>
    [Id(1)]
    public required long Time { get; init; }

    /// <summary>For example LOGIN or LOGIN_ERROR.</summary>
    [Id(2)]
    public required string Type { get; init; }

    /// <summary>The realm's id.</summary>
    [Id(3)]
    public required string RealmId { get; init; }

    /// <summary>The client's client_id.</summary>
    [Id(4)]
    public string? ClientId { get; init; }

    /// <summary>Null where the user is not known.</summary>
    [Id(5)]
    public string? UserId { get; init; }

    /// <summary>The sid.</summary>
    [Id(6)]
    public string? SessionId { get; init; }

    /// <summary>Where the request came from.</summary>
    [Id(7)]
    public string? IpAddress { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    [Id(8)]
    public string? Error { get; init; }

    /// <summary>Never a secret.</summary>
    [Id(9)]
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();
}
