namespace Identity.Grains.Protocol;

#pragma warning disable CS1591 // The names are the documentation.

/// <summary>Values of error (RFC 6749 section 5.2, RFC 6750 section 3.1, and Keycloak's own).</summary>
public static class ErrorCodes
{
    public const string InvalidRequest = "invalid_request";
    public const string InvalidClient = "invalid_client";
    public const string InvalidGrant = "invalid_grant";
    public const string InvalidScope = "invalid_scope";
    public const string InvalidToken = "invalid_token";
    public const string InsufficientScope = "insufficient_scope";
    public const string UnauthorizedClient = "unauthorized_client";
    public const string UnsupportedGrantType = "unsupported_grant_type";
    public const string UnsupportedTokenType = "unsupported_token_type";
    public const string NotAllowed = "not_allowed";
}
