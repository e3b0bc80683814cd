using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.ClientScopes;
using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Admin.Components;
using Identity.Gateway.Admin.Groups;
using Identity.Gateway.Admin.ProtocolMappers;
using Identity.Gateway.Admin.Realms;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Admin.Roles;
using Identity.Gateway.Admin.ServerInfo;
using Identity.Gateway.Admin.Users;
using Identity.Gateway.ClientRegistration;
using Identity.Grains.Authentication;
using Identity.Grains.Clients.Addresses;

namespace Identity.Gateway.Admin.Secrets;

/// <summary>The names under which there is never a secret. What stands under any other name may be one, and is not shown.</summary>
internal static class ShownNames
{
    /// <summary>The settings of a realm's mail server.</summary>
    public static FrozenSet<string> Smtp { get; } = Set(
        "host", "port", "from", "fromDisplayName", "replyTo", "replyToDisplayName", "envelopeFrom", "ssl", "starttls", "auth", "authType", "user",
        "allowutf8", "debug", "authTokenUrl", "authTokenClientId", "authTokenScope", "connectionTimeout", "timeout", "writeTimeout");

    /// <summary>Objects whose names are somebody's own, and whose values everybody sees who sees them.</summary>
    public static FrozenSet<string> Open { get; } = Set(
        "browserSecurityHeaders", "authenticationFlowBindingOverrides", "localizationTexts", "clientRoles", "realmRoles", "registeredNodes",
        "access", "composites", "upConfig");

    private static readonly string[] s_secretWords = ["secret", "password", "passphrase", "privatekey", "credential", "token", "apikey"];

    private static readonly FrozenSet<string> s_fields = Set(
    [
        .. ((Representation[])[RealmRepresentation.Fields, ClientRepresentation.Fields, ClientScopeRepresentation.Fields, ProtocolMapperRepresentation.Fields,
            ComponentRepresentation.Fields, RoleRepresentation.Fields, GroupRepresentation.Fields, UserRepresentation.Fields])
            .SelectMany(representation => representation.Fields).Where(field => field.Kind != FieldKind.Secret).Select(field => field.Name),

        // Of flows, policies, events, credentials, links, certificates and profiles.
        "alias", "requirement", "displayName", "description", "providerId", "authenticator", "authenticatorConfig", "authenticatorFlow",
        "flowAlias", "priority", "flowId", "authenticationConfig", "topLevel", "builtIn", "userSetupAllowed", "defaultAction", "provider",
        "executor", "condition", "profiles", "policies", "type", "userLabel", "temporary", "createdDate", "identityProvider", "userName", "userId",
        "kid", "certificate", "publicKey", "format", "keyAlias", "realmAlias", "count", "expiration", "remainingCount", "timestamp", "webOrigins",
        "group", "displayHeader", "displayDescription", "multivalued", "defaultValue", "unmanagedAttributePolicy", "view", "edit", "roles",
        "scopes", "selector", "realm", "client", "containerId", "composite", "clientRole", "roleId", "roleName", "groups", "stepUp",
    ]);

    private static readonly FrozenSet<string> s_settings = Set(
    [
        .. ServerCatalogue.Components()
            .SelectMany(type => type.Value!.AsArray())
            .SelectMany(provider => provider!["properties"]!.AsArray().OfType<JsonObject>())
            .Where(property => (bool?)property["secret"] != true).Select(property => (string)property["name"]!)

            // Keycloak does not call it a secret, but who knows it can work out whom a pairwise subject means.
            .Where(name => name != "pairwiseSubAlgorithmSalt"),

        // Of keys, profiles, mappers without a page, identity providers and user federation, which are kept.
        "kid", "keyUse", "certificate", "algorithm", "priority", "enabled", "active", "keySize", "secretSize", "ecdsaEllipticCurveKey",
        "ecdsaPublicKey", "eddsaEllipticCurveKey", "eddsaPublicKey", "ecdhEllipticCurveKey", "kc.user.profile.config", "sectorIdentifierUri",
        "clientId", "authorizationUrl", "tokenUrl", "userInfoUrl", "logoutUrl", "issuer", "jwksUrl", "useJwksUrl", "validateSignature",
        "defaultScope", "syncMode", "pkceEnabled", "pkceMethod", "hideOnLoginPage", "guiOrder", "clientAuthMethod",
        "acceptsPromptNoneForwardFromClient", "backchannelSupported", "disableUserInfo", "entityId", "singleSignOnServiceUrl",
        "singleLogoutServiceUrl", "nameIDPolicyFormat", "vendor", "connectionUrl", "usersDn", "authType", "bindDn", "searchScope", "editMode",
        "importEnabled", "syncRegistrations", "usernameLDAPAttribute", "rdnLDAPAttribute", "uuidLDAPAttribute", "userObjectClasses",
        "useTruststoreSpi", "connectionPooling", "pagination", "startTls", "trustEmail", "cachePolicy", "batchSizeForSync", "fullSyncPeriod",
        "changedSyncPeriod", "lastSync",
    ]);

    private static readonly FrozenSet<string> s_attributes = Set(
    [
        .. AddressKinds.Attributes.Keys, .. ClientMetadata.Attributes.Select(attribute => attribute.Attribute),
        .. ClientMetadata.Flags.Select(flag => flag.Attribute), .. ClientMetadata.Lists.Select(list => list.Attribute),
        .. ClientMetadata.GrantSwitches.Select(grant => grant.Attribute),
        "realm_client", "client.secret.creation.time", "client.secret.expiration.time", "use.jwks.url", "use.jwks.string", "jwks.string",
        "jwt.credential.certificate", "pkce.code.challenge.method", "access.token.lifespan", "acr.loa.map", "client.session.idle.timeout",
        "client.session.max.lifespan", "client.offline.session.idle.timeout", "client.offline.session.max.lifespan", "display.on.consent.screen",
        "consent.screen.text", "include.in.token.scope", "gui.order", "is.dynamic.scope", "dynamic.scope.regexp",
        "access.token.header.type.rfc9068", "client.use.lightweight.access.token.enabled", "exclude.session.state.from.auth.response",
        "access.token.signed.response.alg", "id.token.signed.response.alg", "id.token.encrypted.response.alg", "id.token.encrypted.response.enc",
        "id.token.as.detached.signature", "token.response.type.bearer.lower-case", "token.endpoint.auth.signing.alg", "use.refresh.tokens",
        "client_credentials.use_refresh_token", "backchannel.logout.revoke.offline.tokens", "standard.token.exchange.enabled",
        "standard.token.exchange.enableRefreshRequestedTokenType", "tls.client.certificate.bound.access.tokens", "dpop.bound.access.tokens",
        "client.secret.rotated.creation.time", "client.secret.rotated.expiration.time", "client.secret.rotated.expiration.period", "saml.signing.certificate", "saml.encryption.certificate", "frontendUrl",
        "cibaBackchannelTokenDeliveryMode", "cibaExpiresIn", "cibaInterval", "cibaAuthRequestedUserHint", "parRequestUriLifespan",
        "oauth2DeviceCodeLifespan", "oauth2DevicePollingInterval", "clientSessionIdleTimeout", "clientSessionMaxLifespan", "realmReusableOtpCode",
    ]);

    /// <summary>Whether the field of a representation is shown.</summary>
    public static bool Field(string name) => s_fields.Contains(name);

    /// <summary>Whether the setting of a component, a mapper or a step of a flow is shown.</summary>
    public static bool Setting(string name) => s_settings.Contains(name) || AuthenticatorProvider.IsShown(name);

    /// <summary>Whether the attribute of a realm, a client or a scope is shown in an event.</summary>
    public static bool Attribute(string name) => s_attributes.Contains(name);

    /// <summary>Whether the attribute of a client is shown to who sees the client and may not act as it. What an application keeps there is its own;
    /// keys and secrets are known by words in their names.</summary>
    public static bool ClientAttribute(string name)
    {
        var letters = string.Concat(name.Where(char.IsLetterOrDigit));
        return Attribute(name) || !s_secretWords.Any(word => letters.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static FrozenSet<string> Set(params IEnumerable<string> names) => names.ToFrozenSet(StringComparer.Ordinal);
}
