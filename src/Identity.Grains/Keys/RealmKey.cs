namespace Identity.Grains.Keys;

/// <summary>One key of a realm.</summary>
[GenerateSerializer, Immutable, Alias("identity.realm-key")]
public sealed record RealmKey
{
    /// <summary>Key id, unique in the realm.</summary>
    [Id(0)]
    public required string Kid { get; init; }

    /// <summary>JOSE algorithm: RS256, PS256, ES256, EdDSA, RSA-OAEP, HS512, A256GCM.</summary>
    [Id(1)]
    public required string Algorithm { get; init; }

    /// <summary>SIG or ENC.</summary>
    [Id(2)]
    public string Use { get; init; } = "SIG";

    /// <summary>ACTIVE signs and verifies, PASSIVE verifies only, DISABLED does neither.</summary>
    [Id(3)]
    public string Status { get; init; } = "ACTIVE";

    /// <summary>Among active keys of one algorithm the highest signs.</summary>
    [Id(4)]
    public long Priority { get; init; } = 100;

    /// <summary>PKCS#8 (or the secret bytes of a symmetric key), sealed by the installation's key ring.</summary>
    [Id(5)]
    public required string SealedPrivateKey { get; init; }

    /// <summary>SubjectPublicKeyInfo, base64; null for a symmetric key.</summary>
    [Id(6)]
    public string? PublicKey { get; init; }

    /// <summary>Self-signed X.509 certificate, base64 DER; null where there is none.</summary>
    [Id(7)]
    public string? Certificate { get; init; }

    /// <summary>Keycloak's provider: rsa-generated, ecdsa-generated, hmac-generated, ...</summary>
    [Id(8)]
    public required string ProviderId { get; init; }

    /// <summary>Unix seconds.</summary>
    [Id(9)]
    public long CreatedAt { get; init; }

    /// <summary>The id of the component that holds the key; null for one that follows from the kid.</summary>
    [Id(10)]
    public string? ComponentId { get; init; }

    /// <summary>What administrators call the component; null for the provider's name.</summary>
    [Id(11)]
    public string? Name { get; init; }
}
