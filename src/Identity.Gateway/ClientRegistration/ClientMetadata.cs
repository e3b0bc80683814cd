using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Protocol;

namespace Identity.Gateway.ClientRegistration;

/// <summary>Client metadata of RFC 7591 and OpenID Connect Dynamic Client Registration, as Keycloak's OIDCClientRepresentation.</summary>
internal static class ClientMetadata
{
    private const string RefreshTokens = "use.refresh.tokens";

    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "OIDCClientRepresentation",
        (FieldKind.Text,
        [
            "token_endpoint_auth_method", "token_endpoint_auth_signing_alg", "client_id", "client_secret", "client_name", "client_uri", "policy_uri", "tos_uri",
            "jwks_uri", "scope", "software_id", "software_version", "sector_identifier_uri", "subject_type", "id_token_signed_response_alg",
            "id_token_encrypted_response_alg", "id_token_encrypted_response_enc", "userinfo_signed_response_alg", "userinfo_encrypted_response_alg",
            "userinfo_encrypted_response_enc", "request_object_signing_alg", "request_object_encryption_alg", "request_object_encryption_enc",
            "initiate_login_uri", "tls_client_auth_subject_dn", "logo_uri", "application_type", "registration_client_uri", "registration_access_token",
            "backchannel_logout_uri", "frontchannel_logout_uri", "authorization_signed_response_alg", "authorization_encrypted_response_alg",
            "authorization_encrypted_response_enc", "backchannel_token_delivery_mode", "backchannel_client_notification_endpoint",
            "backchannel_authentication_request_signing_alg", "software_statement", "introspection_signed_response_alg",
            "introspection_encrypted_response_alg", "introspection_encrypted_response_enc",
        ]),
        (FieldKind.Number, ["default_max_age", "client_id_issued_at", "client_secret_expires_at"]),
        (FieldKind.Flag,
        [
            "require_auth_time", "tls_client_certificate_bound_access_tokens", "dpop_bound_access_tokens", "backchannel_logout_session_required",
            "backchannel_logout_revoke_offline_tokens", "frontchannel_logout_session_required", "require_pushed_authorization_requests",
        ]),
        (FieldKind.Texts,
        [
            "redirect_uris", "grant_types", "response_types", "contacts", "default_acr_values", "request_uris", "post_logout_redirect_uris",
        ]),
        (FieldKind.Any, ["jwks", "claims_redirect_uris"]));

    // The attribute of a client that holds the metadata as it is.
    internal static IReadOnlyList<(string Field, string Attribute)> Attributes { get; } =
    [
        ("policy_uri", "policyUri"), ("tos_uri", "tosUri"), ("logo_uri", "logoUri"), ("id_token_signed_response_alg", ClientAttributes.IdTokenAlgorithm),
        ("userinfo_signed_response_alg", "user.info.response.signature.alg"), ("token_endpoint_auth_signing_alg", ClientAttributes.AssertionAlgorithm),
        ("request_object_signing_alg", "request.object.signature.alg"), ("backchannel_logout_uri", "backchannel.logout.url"),
        ("frontchannel_logout_uri", "frontchannel.logout.url"), ("jwks_uri", "jwks.url"), ("initiate_login_uri", "initiate.login.uri"),
        ("authorization_signed_response_alg", "authorization.signed.response.alg"), ("tls_client_auth_subject_dn", "x509.subjectdn"),
    ];

    internal static IReadOnlyList<(string Field, string Attribute, string? Default)> Flags { get; } =
    [
        ("tls_client_certificate_bound_access_tokens", "tls.client.certificate.bound.access.tokens", null), ("dpop_bound_access_tokens", "dpop.bound.access.tokens", null),
        ("require_pushed_authorization_requests", "require.pushed.authorization.requests", null),
        ("backchannel_logout_session_required", "backchannel.logout.session.required", "true"),
        ("frontchannel_logout_session_required", "frontchannel.logout.session.required", "false"),
        ("backchannel_logout_revoke_offline_tokens", "backchannel.logout.revoke.offline.tokens", "false"),
    ];

    internal static IReadOnlyList<(string Field, string Attribute)> Lists { get; } =
    [
        ("default_acr_values", "default.acr.values"), ("request_uris", "request.uris"), ("post_logout_redirect_uris", "post.logout.redirect.uris"),
    ];

    internal static IReadOnlyList<(string Grant, string Attribute)> GrantSwitches { get; } =
    [
        ("urn:ietf:params:oauth:grant-type:device_code", "oauth2.device.authorization.grant.enabled"), ("urn:openid:params:grant-type:ciba", "oidc.ciba.grant.enabled"),
        ("urn:ietf:params:oauth:grant-type:token-exchange", "standard.token.exchange.enabled"),
        ("urn:ietf:params:oauth:grant-type:jwt-bearer", "oauth2.jwt.authorization.grant.enabled"), ("refresh_token", RefreshTokens),
    ];

    /// <summary>The client that checked metadata describe, in the words of Keycloak's ClientRepresentation. What they do not say is left out.</summary>
    public static JsonObject ToRepresentation(JsonObject metadata)
    {
        var node = new JsonObject();
        Copy("client_id", "clientId");
        Copy("client_name", "name");
        Copy("client_uri", "baseUrl");
        Copy("client_secret", "secret");
        var authenticator = Authenticator((string?)metadata["token_endpoint_auth_method"]);
        node["clientAuthenticatorType"] = authenticator;
        node["redirectUris"] = metadata["redirect_uris"]?.DeepClone() ?? new JsonArray();
        AddFlows(node, metadata);
        node["publicClient"] = authenticator == "none";
        node["frontchannelLogout"] = metadata["frontchannel_logout_uri"] is not null;
        node["protocol"] = "openid-connect";
        if ((string?)metadata["scope"] is { } scope)
        {
            node["optionalClientScopes"] = new JsonArray([.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(name => name != "openid").Select(name => (JsonNode)name)]);
        }

        node["attributes"] = ReadAttributes(metadata);
        return node;

        void Copy(string from, string to)
        {
            if (metadata[from] is { } value)
            {
                node[to] = value.DeepClone();
            }
        }
    }

    private static void AddFlows(JsonObject node, JsonObject metadata)
    {
        var types = Texts(metadata, "response_types") ?? ["code"];
        var parts = types.SelectMany(type => type.Split(' ')).ToHashSet(StringComparer.Ordinal);
        if (parts.Any(part => part is not ("code" or "id_token" or "token" or "none")))
        {
            throw RegistrationRefusalException.Metadata("Client metadata invalid");
        }

        var grants = Texts(metadata, "grant_types");
        node["standardFlowEnabled"] = parts.Contains("code") && grants?.Contains(GrantTypes.AuthorizationCode) != false;
        node["implicitFlowEnabled"] = parts.Contains("id_token") || parts.Contains("token");
        node["directAccessGrantsEnabled"] = grants?.Contains(GrantTypes.Password) == true;
        if (grants is not null)
        {
            node["serviceAccountsEnabled"] = grants.Contains(GrantTypes.ClientCredentials);
        }
    }

    private static JsonObject ReadAttributes(JsonObject metadata)
    {
        var attributes = new JsonObject();
        foreach (var (field, attribute) in Attributes)
        {
            Set(attribute, (string?)metadata[field]);
        }

        foreach (var (field, attribute, otherwise) in Flags)
        {
            Set(attribute, metadata[field] is { } flag ? (bool)flag ? "true" : "false" : otherwise);
        }

        foreach (var (field, attribute) in Lists)
        {
            Set(attribute, Texts(metadata, field) is { Count: > 0 } values ? string.Join("##", values) : null);
        }

        foreach (var (grant, attribute) in Texts(metadata, "grant_types") is null ? [] : GrantSwitches)
        {
            Set(attribute, Texts(metadata, "grant_types")!.Contains(grant) ? "true" : "false");
        }

        if (metadata["jwks"] is not null && metadata["jwks_uri"] is not null)
        {
            throw RegistrationRefusalException.Metadata("Illegal to use both jwks_uri and jwks string");
        }

        Set(ClientAttributes.UseJwksUrl, metadata["jwks_uri"] is not null ? "true" : metadata["jwks"] is not null ? "false" : null);
        Set(ClientAttributes.UseJwks, metadata["jwks"] is not null ? "true" : metadata["jwks_uri"] is not null ? "false" : null);
        Set(ClientAttributes.Jwks, metadata["jwks"]?.ToJsonString());
        return attributes;

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                attributes[name] = value;
            }
        }
    }

    private static string Authenticator(string? method) => method switch
    {
        null or "client_secret_basic" or "client_secret_post" => "client-secret",
        "client_secret_jwt" => "client-secret-jwt",
        "private_key_jwt" => "client-jwt",
        "tls_client_auth" => "client-x509",
        "none" => "none",
        _ => throw RegistrationRefusalException.Metadata("Client metadata invalid"),
    };

    private static List<string>? Texts(JsonObject metadata, string field) =>
        metadata[field] is JsonArray values ? [.. values.Select(value => (string)value!)] : null;
}
