namespace Identity.Grains.Protocol;

#pragma warning disable CS1591 // The names are the documentation.

/// <summary>Claims that the protocol itself reads or writes (RFC 7519, OpenID Connect Core section 2, and Keycloak's own).</summary>
public static class ClaimNames
{
    public const string Issuer = "iss";
    public const string Subject = "sub";
    public const string Audience = "aud";
    public const string Expires = "exp";
    public const string NotBefore = "nbf";
    public const string IssuedAt = "iat";
    public const string TokenId = "jti";
    public const string Type = "typ";
    public const string AuthorizedParty = "azp";
    public const string SessionId = "sid";
    public const string Nonce = "nonce";
    public const string AuthTime = "auth_time";
    public const string AccessTokenHash = "at_hash";
    public const string ContextClass = "acr";
    public const string AllowedOrigins = "allowed-origins";
    public const string RealmAccess = "realm_access";
    public const string ResourceAccess = "resource_access";
    public const string Scope = "scope";

    /// <summary>In a refresh token: the audience of the access tokens it stands for.</summary>
    public const string AccessAudience = "aud_x";

    /// <summary>In a refresh token: its family.</summary>
    public const string Family = "reuse_id";

    /// <summary>In a refresh token: its place in the family, counted from 0.</summary>
    public const string Generation = "gen";
}
