using System.Text.Json;
using System.Text.Json.Serialization;

namespace Identity.Grains.Groups;

/// <summary>A group; groups form trees.</summary>
[GenerateSerializer, Immutable, Alias("identity.group-state")]
public sealed record GroupState
{
    /// <summary>Version of this stored shape.</summary>
    [Id(0)]
    public int Schema { get; init; } = 1;

    /// <summary>UUID.</summary>
    [Id(1)]
    public required string Id { get; init; }

    /// <summary>Unique among its siblings.</summary>
    [Id(2)]
    public required string Name { get; init; }

    /// <summary>Null at the top.</summary>
    [Id(3)]
    public string? ParentId { get; init; }

    /// <summary>Shown to administrators.</summary>
    [Id(4)]
    public string? Description { get; init; }

    /// <summary>Free attributes.</summary>
    [Id(5)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Roles that members hold, in this group and those below it.</summary>
    [Id(6)]
    public IReadOnlyList<string> RoleIds { get; init; } = [];

    /// <summary>Fields of the Keycloak representation that Identity does not read yet; kept and exported as they came.</summary>
    [JsonExtensionData]
    [Id(7)]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
