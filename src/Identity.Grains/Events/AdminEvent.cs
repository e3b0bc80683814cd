namespace Identity.Grains.Events;

/// <summary>A change that an administrator made, or tried to make.</summary>
/// <remarks>Stored with bounds: texts are cut, and details past the limit left out.</remarks>
[GenerateSerializer, Immutable, Alias("identity.admin-event")]
public sealed record AdminEvent
{
    /// <summary>Stored once, however often it is written.</summary>
    [Id(0)]
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Unix milliseconds.</summary>
    [Id(1)]
    public required long Time { get; init; }

    /// <summary>The id of the realm that was changed.</summary>
    [Id(2)]
    public required string RealmId { get; init; }

    /// <summary>The id of the realm that the administrator belongs to.</summary>
    [Id(3)]
    public string? AuthRealmId { get; init; }

    /// <summary>The Id (UUID) of the client that the administrator used.</summary>
    [Id(4)]
    public string? AuthClientId { get; init; }

    /// <summary>The administrator.</summary>
    [Id(5)]
    public string? AuthUserId { get; init; }

    /// <summary>Where the request came from.</summary>
    [Id(6)]
    public string? AuthIpAddress { get; init; }

    /// <summary>CREATE, UPDATE, DELETE or ACTION.</summary>
    [Id(7)]
    public required string OperationType { get; init; }

    /// <summary>For example USER or CLIENT_ROLE.</summary>
    [Id(8)]
    public required string ResourceType { get; init; }

    /// <summary>The path below the realm, for example users/{id}.</summary>
    [Id(9)]
    public string? ResourcePath { get; init; }

    /// <summary>JSON text, without secrets; null where the realm does not keep it.</summary>
    [Id(10)]
    public string? Representation { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    [Id(11)]
    public string? Error { get; init; }

    /// <summary>Never a secret.</summary>
    [Id(12)]
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();
}
