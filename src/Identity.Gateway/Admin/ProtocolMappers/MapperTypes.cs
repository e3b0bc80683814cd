using System.Collections.Frozen;

namespace Identity.Gateway.Admin.ProtocolMappers;

/// <summary>The types of mappers that Keycloak has, by provider id. Those of other protocols are kept for export.</summary>
internal static class MapperTypes
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "oidc-acr-mapper", "oidc-address-mapper", "oidc-allowed-origins-mapper", "oidc-amr-mapper", "oidc-audience-mapper", "oidc-audience-resolve-mapper",
        "oidc-claims-param-token-mapper", "oidc-claims-param-value-idtoken-mapper", "oidc-full-name-mapper", "oidc-group-membership-mapper",
        "oidc-hardcoded-claim-mapper", "oidc-hardcoded-role-mapper", "oidc-nonce-backwards-compatible-mapper", "oidc-organization-group-membership-mapper",
        "oidc-organization-membership-mapper", "oidc-role-name-mapper", "oidc-session-state-mapper", "oidc-sha256-pairwise-sub-mapper", "oidc-sub-mapper",
        "oidc-usermodel-attribute-mapper", "oidc-usermodel-client-role-mapper", "oidc-usermodel-property-mapper", "oidc-usermodel-realm-role-mapper",
        "oidc-usersessionmodel-note-mapper", "docker-v2-allow-all-mapper", "saml-audience-mapper", "saml-audience-resolve-mapper",
        "saml-authn-context-class-ref-mapper", "saml-group-membership-mapper", "saml-hardcode-attribute-mapper", "saml-hardcode-role-mapper",
        "saml-organization-group-membership-mapper", "saml-organization-membership-mapper", "saml-role-list-mapper", "saml-role-name-mapper",
        "saml-user-attribute-mapper", "saml-user-attribute-nameid-mapper", "saml-user-property-mapper", "saml-user-session-note-mapper",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Refuses a mapper whose type is not known.</summary>
    public static void Demand(string? type)
    {
        if (type is null || !Known.Contains(type))
        {
            throw AdminRefusalException.NotFound("ProtocolMapper provider not found");
        }
    }
}
