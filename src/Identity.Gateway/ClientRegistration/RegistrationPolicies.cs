using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Realms;
using Identity.Grains.Realms;

namespace Identity.Gateway.ClientRegistration;

/// <summary>The policies of a realm for client registration.</summary>
internal static class RegistrationPolicies
{
    private const string Type = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy";

    private static readonly string[] Mappers =
    [
        "saml-user-attribute-mapper", "saml-user-property-mapper", "oidc-usermodel-property-mapper", "oidc-usermodel-attribute-mapper", "oidc-full-name-mapper",
        "saml-role-list-mapper", "oidc-address-mapper", "oidc-sha256-pairwise-sub-mapper",
    ];

    private static readonly IReadOnlyList<RegistrationPolicy> Authenticated =
    [
        new("Allowed Protocol Mapper Types", "allowed-protocol-mappers", Config("allowed-protocol-mapper-types", Mappers)),
        new("Allowed Client Scopes", "allowed-client-templates", Config("allow-default-scopes", "true")),
        new("Allowed Registration Web Origins", "registration-web-origins", []),
    ];

    private static readonly IReadOnlyList<RegistrationPolicy> Anonymous =
    [
        new("Trusted Hosts", "trusted-hosts", []),
        new("Consent Required", "consent-required", []),
        new("Full Scope Disabled", "scope", []),
        new("Max Clients Limit", "max-clients", Config("max-clients", "200")),
        .. Authenticated,
    ];

    /// <summary>Those for people who are known, or for those who are not. A realm that never had any has the ones that Keycloak gives to a new realm.</summary>
    public static IReadOnlyList<RegistrationPolicy> Of(RealmState realm, bool anonymous)
    {
        if (RealmExtra.Object(realm, "components")?[Type] is not JsonArray components)
        {
            return anonymous ? Anonymous : Authenticated;
        }

        var kind = anonymous ? "anonymous" : "authenticated";
        return
        [
            .. components.OfType<JsonObject>()
                .Where(component => (string?)component["subType"] == kind)
                .Select(component => new RegistrationPolicy(
                    (string?)component["name"] ?? string.Empty, (string?)component["providerId"] ?? string.Empty, component["config"] as JsonObject ?? [])),
        ];
    }

    private static JsonObject Config(string name, params string[] values) => new() { [name] = new JsonArray([.. values.Select(value => (JsonNode)value)]) };
}
