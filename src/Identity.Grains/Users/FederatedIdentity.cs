namespace Identity.Grains.Users;

/// <summary>Who a user is at an identity provider, in the words of Keycloak's FederatedIdentityRepresentation.</summary>
[GenerateSerializer, Immutable, Alias("identity.federated-identity")]
public sealed record FederatedIdentity
{
    /// <summary>The provider's alias.</summary>
    [Id(0)]
    public required string IdentityProvider { get; init; }

    /// <summary>The user's id there.</summary>
    [Id(1)]
    public string? UserId { get; init; }

    /// <summary>The user's name there.</summary>
    [Id(2)]
    public string? UserName { get; init; }
}
