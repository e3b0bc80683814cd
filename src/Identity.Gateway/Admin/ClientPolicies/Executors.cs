namespace Identity.Gateway.Admin.ClientPolicies;

/// <summary>What client policies can demand, by Keycloak's provider ids.</summary>
internal static class Executors
{
    public const string ConsentRequired = "consent-required";
    public const string FullScopeDisabled = "full-scope-disabled";
    public const string Pkce = "pkce-enforcer";
    public const string SecureUris = "secure-client-uris";

    /// <summary>Those that are enforced.</summary>
    public static IReadOnlySet<string> Enforced { get; } = new HashSet<string>(StringComparer.Ordinal) { ConsentRequired, FullScopeDisabled, Pkce, SecureUris };

    /// <summary>Those that Keycloak has: profiles may name them.</summary>
    public static IReadOnlySet<string> Known { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        ConsentRequired, FullScopeDisabled, Pkce, SecureUris, "auth-flow-enforcer", "confidential-client", "dpop-bind-enforcer",
        "holder-of-key-enforcer", "intent-client-bind-checker", "jwt-authorization-grant-enforcer", "reject-implicit-grant", "reject-request",
        "reject-ropc-grant", "regex-redirect-uris-enforcer", "saml-avoid-redirect", "saml-secure-client-uris", "saml-signature-enforcer",
        "secure-ciba-req-sig-algorithm", "secure-ciba-session", "secure-ciba-signed-authn-req", "secure-client-authentication-assertion",
        "secure-client-authenticator", "secure-logout", "secure-par-content", "secure-redirect-uris-enforcer", "secure-request-object",
        "secure-response-type", "secure-session", "secure-signature-algorithm", "secure-signature-algorithm-signed-jwt",
        "suppress-refresh-token-rotation", "downscope-assertion-grant-enforcer",
    };

    /// <summary>The conditions that are evaluated.</summary>
    public static IReadOnlySet<string> Conditions { get; } = new HashSet<string>(StringComparer.Ordinal) { "any-client", "client-access-type" };
}
