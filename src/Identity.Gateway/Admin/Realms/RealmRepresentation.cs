using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Admin.Roles;
using Identity.Gateway.Admin.Secrets;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Realms;

/// <summary>Keycloak's RealmRepresentation.</summary>
internal static class RealmRepresentation
{
    /// <summary>Its fields: settings, and the sections that only realm files hold.</summary>
    public static Representation Fields { get; } = new(
        "RealmRepresentation",
        (FieldKind.Text,
        [
            "id", "realm", "displayName", "displayNameHtml", "defaultSignatureAlgorithm", "sslRequired", "bruteForceStrategy", "passwordPolicy",
            "otpPolicyType", "otpPolicyAlgorithm", "webAuthnPolicyRpEntityName", "webAuthnPolicyRpId", "webAuthnPolicyAttestationConveyancePreference",
            "webAuthnPolicyAuthenticatorAttachment", "webAuthnPolicyRequireResidentKey", "webAuthnPolicyResidentKey",
            "webAuthnPolicyUserVerificationRequirement", "webAuthnPolicyPasswordlessRpEntityName", "webAuthnPolicyPasswordlessRpId",
            "webAuthnPolicyPasswordlessAttestationConveyancePreference", "webAuthnPolicyPasswordlessAuthenticatorAttachment",
            "webAuthnPolicyPasswordlessRequireResidentKey", "webAuthnPolicyPasswordlessResidentKey",
            "webAuthnPolicyPasswordlessUserVerificationRequirement", "loginTheme", "accountTheme", "adminTheme", "emailTheme", "defaultLocale",
            "browserFlow", "registrationFlow", "directGrantFlow", "resetCredentialsFlow", "clientAuthenticationFlow", "dockerAuthenticationFlow",
            "firstBrokerLoginFlow", "keycloakVersion", "publicKey", "certificate",
        ]),
        (FieldKind.Secret, ["privateKey", "codeSecret"]),
        (FieldKind.Number,
        [
            "notBefore", "refreshTokenMaxReuse", "accessTokenLifespan", "accessTokenLifespanForImplicitFlow", "ssoSessionIdleTimeout",
            "ssoSessionMaxLifespan", "ssoSessionIdleTimeoutRememberMe", "ssoSessionMaxLifespanRememberMe", "offlineSessionIdleTimeout",
            "offlineSessionMaxLifespan", "clientSessionIdleTimeout", "clientSessionMaxLifespan", "clientOfflineSessionIdleTimeout",
            "clientOfflineSessionMaxLifespan", "accessCodeLifespan", "accessCodeLifespanUserAction", "accessCodeLifespanLogin",
            "actionTokenGeneratedByAdminLifespan", "actionTokenGeneratedByUserLifespan", "oauth2DeviceCodeLifespan", "oauth2DevicePollingInterval",
            "maxTemporaryLockouts", "maxFailureWaitSeconds", "minimumQuickLoginWaitSeconds", "waitIncrementSeconds", "quickLoginCheckMilliSeconds",
            "maxDeltaTimeSeconds", "failureFactor", "maxSecondaryAuthFailures", "otpPolicyInitialCounter", "otpPolicyDigits",
            "otpPolicyLookAheadWindow", "otpPolicyPeriod", "webAuthnPolicyCreateTimeout", "webAuthnPolicyPasswordlessCreateTimeout", "eventsExpiration",
        ]),
        (FieldKind.Flag,
        [
            "enabled", "revokeRefreshToken", "offlineSessionMaxLifespanEnabled", "registrationAllowed", "registrationEmailAsUsername", "rememberMe",
            "verifyEmail", "loginWithEmailAllowed", "duplicateEmailsAllowed", "resetPasswordAllowed", "editUsernameAllowed", "userCacheEnabled",
            "realmCacheEnabled", "bruteForceProtected", "permanentLockout", "otpPolicyCodeReusable", "webAuthnPolicyAvoidSameAuthenticatorRegister",
            "webAuthnPolicyPasswordlessAvoidSameAuthenticatorRegister", "webAuthnPolicyPasswordlessPasskeysEnabled", "eventsEnabled",
            "adminEventsEnabled", "adminEventsDetailsEnabled", "internationalizationEnabled", "userManagedAccessAllowed", "organizationsEnabled",
            "adminPermissionsEnabled", "verifiableCredentialsEnabled", "scimApiEnabled", "identityFederationEnabled", "updateProfileOnInitialSocialLogin",
        ]),
        (FieldKind.Texts,
        [
            "requiredCredentials", "otpSupportedApplications", "webAuthnPolicySignatureAlgorithms", "webAuthnPolicyAcceptableAaguids",
            "webAuthnPolicyExtraOrigins", "webAuthnPolicyPasswordlessSignatureAlgorithms", "webAuthnPolicyPasswordlessAcceptableAaguids",
            "webAuthnPolicyPasswordlessExtraOrigins", "eventsListeners", "enabledEventTypes", "supportedLocales", "defaultRoles", "defaultGroups",
            "defaultDefaultClientScopes", "defaultOptionalClientScopes",
        ]),
        (FieldKind.TextMap, ["attributes", "browserSecurityHeaders", "smtpServer", "socialProviders"]),
        (FieldKind.Object,
        [
            "defaultRole", "roles", "clientScopeMappings", "localizationTexts", "components", "clientProfiles", "clientPolicies", "upConfig",
            "applicationScopeMappings",
        ]),
        (FieldKind.Objects,
        [
            "groups", "users", "federatedUsers", "scopeMappings", "clients", "clientScopes", "clientTemplates", "identityProviders",
            "identityProviderMappers", "userFederationProviders", "userFederationMappers", "authenticationFlows", "authenticatorConfig",
            "requiredActions", "protocolMappers", "organizations", "applications", "oauthClients", "workflows",
        ]));

    // Kept of a realm, but parts of it on their own: each has endpoints of its own, and realm files hold them.
    private static readonly string[] Sections =
    [
        "components", "authenticationFlows", "authenticatorConfig", "requiredActions", "identityProviders", "identityProviderMappers",
        "localizationTexts", "keycloakVersion", "users", "federatedUsers", "organizations", "protocolMappers", "userFederationProviders",
        "userFederationMappers", "workflows", "clientTemplates", "upConfig",
    ];

    private static readonly string[] Internal =
        ["schema", "keys", "importing", "sessionsValidFrom", "initialAccesses", "defaultClientScopeIds", "optionalClientScopeIds", "defaultRoleId", "defaultGroupIds"];

    // Set when a realm is made or imported, or by endpoints of their own; an update does not touch them.
    private static readonly HashSet<string> NotUpdated = new(StringComparer.Ordinal)
    {
        "id", "realm", "keycloakVersion", "privateKey", "publicKey", "certificate", "codeSecret", "defaultRoles", "defaultGroups",
        "defaultDefaultClientScopes", "defaultOptionalClientScopes", "defaultRole", "roles", "clientScopeMappings", "components", "upConfig",
        "applicationScopeMappings", "groups", "users", "federatedUsers", "scopeMappings", "clients", "clientScopes", "clientTemplates",
        "identityProviders", "identityProviderMappers", "userFederationProviders", "userFederationMappers", "authenticationFlows",
        "authenticatorConfig", "requiredActions", "protocolMappers", "organizations", "applications", "oauthClients", "workflows",
        "localizationTexts", "smtpServer", "socialProviders", "userCacheEnabled", "realmCacheEnabled", "identityFederationEnabled",
        "updateProfileOnInitialSocialLogin",
    };

    /// <summary>The realm's settings, without secrets.</summary>
    public static JsonObject Write(RealmSnapshot realm)
    {
        var node = WriteSettings(realm.Settings);
        if (realm.Settings.DefaultRoleId is { } id && realm.FindRoleById(id) is { } role)
        {
            node["defaultRole"] = RoleRepresentation.Write(realm, role, brief: true);
        }

        return node;
    }

    /// <summary>What a brief list of realms holds of each.</summary>
    public static JsonObject WriteBrief(string id, string name, string? displayName, string? displayNameHtml, bool enabled)
    {
        var node = new JsonObject { ["id"] = id, ["realm"] = name };
        if (displayName is not null)
        {
            node["displayName"] = displayName;
        }

        if (displayNameHtml is not null)
        {
            node["displayNameHtml"] = displayNameHtml;
        }

        node["enabled"] = enabled;
        return node;
    }

    /// <summary>The settings alone, without secrets.</summary>
    public static JsonObject WriteSettings(RealmState realm)
    {
        var node = (JsonObject)JsonSerializer.SerializeToNode(realm, StateJson.TypeInfo<RealmState>())!;
        foreach (var name in Internal.Concat(Sections))
        {
            node.Remove(name);
        }

        node["clientProfiles"] ??= new JsonObject { ["profiles"] = new JsonArray() };
        node["clientPolicies"] ??= new JsonObject { ["policies"] = new JsonArray() };
        foreach (var name in node.Select(field => field.Key).Where(name => !ShownNames.Field(name)).ToList())
        {
            node.Remove(name);
        }

        Redaction.MaskSettings(node["smtpServer"] as JsonObject, ShownNames.Smtp.Contains);
        Redaction.MaskSettings(node["socialProviders"] as JsonObject, _ => false);

        return node;
    }

    /// <summary>The realm with the given settings over it. Its name stays: renaming changes more than this record.</summary>
    public static RealmState Read(RealmState realm, JsonObject body)
    {
        var next = Representation.Overlay(realm, StateJson.TypeInfo<RealmState>(), body, NotUpdated);
        if (body["smtpServer"] is JsonObject smtp)
        {
            next = RealmExtra.With(next, "smtpServer", StoredSecrets.Mail(smtp, RealmExtra.Object(realm, "smtpServer")));
        }

        return next;
    }
}
