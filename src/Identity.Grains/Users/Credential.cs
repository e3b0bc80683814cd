namespace Identity.Grains.Users;

/// <summary>A stored credential, as Keycloak exports it.</summary>
[GenerateSerializer, Immutable, Alias("identity.credential")]
public sealed record Credential
{
    /// <summary>UUID.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>password, otp, webauthn, ...</summary>
    [Id(1)]
    public required string Type { get; init; }

    /// <summary>The user's own name for it.</summary>
    [Id(2)]
    public string? UserLabel { get; init; }

    /// <summary>Unix milliseconds.</summary>
    [Id(3)]
    public long CreatedDate { get; init; }

    /// <summary>JSON text: for a password value and salt (base64). A secret: never logged, never answered.</summary>
    [Id(4)]
    public required string SecretData { get; init; }

    /// <summary>JSON text: for a password algorithm, hashIterations and additionalParameters.</summary>
    [Id(5)]
    public required string CredentialData { get; init; }

    /// <summary>The password must be changed at the next login.</summary>
    [Id(6)]
    public bool Temporary { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"Credential {{ {Type} {Id} }}";
}
