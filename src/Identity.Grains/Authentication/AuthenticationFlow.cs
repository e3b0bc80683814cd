namespace Identity.Grains.Authentication;

/// <summary>The steps of an authentication, in order.</summary>
public sealed record AuthenticationFlow
{
    /// <summary>A flow of steps on pages or in requests.</summary>
    public const string Basic = "basic-flow";

    /// <summary>A flow of parts of one form.</summary>
    public const string Form = "form-flow";

    /// <summary>A flow that authenticates clients.</summary>
    public const string Client = "client-flow";

    /// <summary>UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Unique in the realm.</summary>
    public required string Alias { get; init; }

    /// <summary>For people; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>One of the constants of this type.</summary>
    public string Provider { get; init; } = Basic;

    /// <summary>Whether it can be bound; a flow inside another cannot.</summary>
    public bool TopLevel { get; init; }

    /// <summary>Made with the realm: its structure stays.</summary>
    public bool BuiltIn { get; init; }

    /// <summary>By priority.</summary>
    public IReadOnlyList<AuthenticationExecution> Executions { get; init; } = [];
}
