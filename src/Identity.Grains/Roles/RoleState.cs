using System.Text.Json;
using System.Text.Json.Serialization;

namespace Identity.Grains.Roles;

/// <summary>A realm role or a client role.</summary>
[GenerateSerializer, Immutable, Alias("identity.role-state")]
public sealed record RoleState
{
    /// <summary>Version of this stored shape.</summary>
    [Id(0)]
    public int Schema { get; init; } = 1;

    /// <summary>UUID.</summary>
    [Id(1)]
    public required string Id { get; init; }

    /// <summary>Unique in its container.</summary>
    [Id(2)]
    public required string Name { get; init; }

    /// <summary>The owning client's Id (UUID); null for a realm role.</summary>
    [Id(3)]
    public string? ClientId { get; init; }

    /// <summary>Shown to administrators.</summary>
    [Id(4)]
    public string? Description { get; init; }

    /// <summary>Roles that this one includes, besides those that say so themselves (<see cref="PartOfIds"/>): ask the realm's snapshot for all.</summary>
    [Id(5)]
    public IReadOnlyList<string> CompositeIds { get; init; } = [];

    /// <summary>Free attributes.</summary>
    [Id(6)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Roles that include this one although they do not list it: a role that everything is part of (the master realm's admin)
    /// would be written anew with each, and grow without end.</summary>
    [Id(8)]
    public IReadOnlyList<string> PartOfIds { get; init; } = [];

    /// <summary>Fields of the Keycloak representation that Identity does not read yet; kept and exported as they came.</summary>
    [JsonExtensionData]
    [Id(7)]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
