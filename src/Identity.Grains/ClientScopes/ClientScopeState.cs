using System.Text.Json;
using System.Text.Json.Serialization;

namespace Identity.Grains.ClientScopes;

/// <summary>A client scope: a named set of mappers and role mappings that clients share.</summary>
[GenerateSerializer, Immutable, Alias("identity.client-scope-state")]
public sealed record ClientScopeState
{
    /// <summary>Version of this stored shape.</summary>
    [Id(0)]
    public int Schema { get; init; } = 1;

    /// <summary>UUID.</summary>
    [Id(1)]
    public required string Id { get; init; }

    /// <summary>The word in the scope parameter; unique in the realm.</summary>
    [Id(2)]
    public required string Name { get; init; }

    /// <summary>Shown to administrators.</summary>
    [Id(3)]
    public string? Description { get; init; }

    /// <summary>openid-connect or saml.</summary>
    [Id(4)]
    public string Protocol { get; init; } = "openid-connect";

    /// <summary>include.in.token.scope, display.on.consent.screen, consent.screen.text, gui.order.</summary>
    [Id(5)]
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Its mappers.</summary>
    [Id(6)]
    public IReadOnlyList<ProtocolMapper> ProtocolMappers { get; init; } = [];

    /// <summary>Roles that tokens may carry through this scope.</summary>
    [Id(7)]
    public IReadOnlyList<string> ScopeRoleIds { get; init; } = [];

    /// <summary>Fields of the Keycloak representation that Identity does not read yet; kept and exported as they came.</summary>
    [JsonExtensionData]
    [Id(8)]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
