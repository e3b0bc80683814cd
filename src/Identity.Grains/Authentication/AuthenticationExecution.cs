namespace Identity.Grains.Authentication;

/// <summary>One step of a flow: an authenticator, or a flow of its own.</summary>
public sealed record AuthenticationExecution
{
    /// <summary>UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Keycloak's id of the authenticator; null for a flow that has no form.</summary>
    public string? Authenticator { get; init; }

    /// <summary>The alias of the <see cref="AuthenticatorConfig"/>; null for none.</summary>
    public string? Config { get; init; }

    /// <summary>The alias of the flow; null for an authenticator.</summary>
    public string? FlowAlias { get; init; }

    /// <summary>REQUIRED, ALTERNATIVE, CONDITIONAL or DISABLED.</summary>
    public string Requirement { get; init; } = Requirements.Disabled;

    /// <summary>The lowest comes first.</summary>
    public int Priority { get; init; }
}
