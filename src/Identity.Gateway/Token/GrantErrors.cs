using Identity.Gateway.Errors;
using Identity.Grains.Protocol;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Token;

/// <summary>The refusals of the grants, in Keycloak's words.</summary>
internal static class GrantErrors
{
    /// <summary>Why a code was not redeemed.</summary>
    public static GrantResult.Refused Of(CodeRefusal reason) => InvalidGrant(
        reason switch
        {
            CodeRefusal.NotValid or CodeRefusal.Reused => "Code not valid",
            CodeRefusal.RedirectUriMismatch => "Incorrect redirect_uri",
            CodeRefusal.VerifierMissing => "PKCE code verifier not specified",
            CodeRefusal.VerifierMismatch => "PKCE verification failed: Code mismatch",
            CodeRefusal.VerifierUnexpected => "PKCE code verifier specified but challenge not present in authorization",
            _ => throw new InvalidOperationException($"Unknown refusal {reason}."),
        },
        $"code refused: {reason}");

    public static GrantResult.Refused InvalidGrant(string description, string? detail = null) =>
        Refuse(400, ErrorCodes.InvalidGrant, description, detail);

    public static GrantResult.Refused HeldBack(TimeSpan wait) => new(
        new OAuthError(429, ErrorCodes.InvalidGrant, "Too many failed logins from this network. Try again later.", "network held back") { RetryAfter = wait });

    public static GrantResult.Refused MissingParameter(string name) =>
        Refuse(400, ErrorCodes.InvalidRequest, $"Missing parameter: {name}");

    public static GrantResult.Refused InvalidScope(string? requested) =>
        Refuse(400, ErrorCodes.InvalidScope, $"Invalid scopes: {requested}", "invalid scope");

    public static GrantResult.Refused OfflineNotAllowed() =>
        Refuse(400, ErrorCodes.NotAllowed, "Offline tokens not allowed for the user or client");

    public static GrantResult.Refused Refuse(int status, string code, string description, string? detail = null) =>
        new(new OAuthError(status, code, description, detail));
}
