using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Identity.Gateway.Realms;
using Identity.Grains.Keys;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Discovery;

/// <summary>What this realm can do (OpenID Connect Discovery section 3, RFC 8414): only what it really can.</summary>
internal static class DiscoveryDocument
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] ClientMethods = ["private_key_jwt", "client_secret_basic", "client_secret_post", "client_secret_jwt"];

    private static readonly string[] AssertionAlgorithms =
    [
        JoseAlgorithms.RS256, JoseAlgorithms.RS384, JoseAlgorithms.RS512, JoseAlgorithms.PS256, JoseAlgorithms.PS384, JoseAlgorithms.PS512,
        JoseAlgorithms.ES256, JoseAlgorithms.ES384, JoseAlgorithms.ES512, JoseAlgorithms.HS256, JoseAlgorithms.HS384, JoseAlgorithms.HS512,
    ];

    /// <summary>The document in UTF-8.</summary>
    public static byte[] Write(RealmContext realm)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteEndpoints(json, realm);
            WriteAuthorization(json);
            WriteTokens(json, realm);
            WriteClients(json);
            WriteLogout(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEndpoints(Utf8JsonWriter json, RealmContext realm)
    {
        json.WriteString("issuer", realm.Issuer);
        json.WriteString("authorization_endpoint", $"{realm.Protocol}/auth");
        json.WriteString("token_endpoint", $"{realm.Protocol}/token");
        json.WriteString("introspection_endpoint", $"{realm.Protocol}/token/introspect");
        json.WriteString("userinfo_endpoint", $"{realm.Protocol}/userinfo");
        json.WriteString("end_session_endpoint", $"{realm.Protocol}/logout");
        json.WriteString("revocation_endpoint", $"{realm.Protocol}/revoke");
        json.WriteString("jwks_uri", $"{realm.Protocol}/certs");
        json.WriteString("check_session_iframe", $"{realm.Protocol}/login-status-iframe.html");
    }

    private static void WriteAuthorization(Utf8JsonWriter json)
    {
        WriteArray(json, "grant_types_supported", [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials, GrantTypes.Password, GrantTypes.RefreshToken]);
        WriteArray(json, "response_types_supported", ["code"]);
        WriteArray(json, "response_modes_supported", ["query", "fragment", "form_post"]);
        WriteArray(json, "code_challenge_methods_supported", ["plain", "S256"]);
        WriteArray(json, "acr_values_supported", ["0", "1"]);
        WriteArray(json, "prompt_values_supported", ["none", "login", "consent"]);
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        json.WriteBoolean("claims_parameter_supported", true);
        json.WriteBoolean("request_parameter_supported", false);
        json.WriteBoolean("request_uri_parameter_supported", false);
        json.WriteBoolean("require_pushed_authorization_requests", false);
    }

    private static void WriteTokens(Utf8JsonWriter json, RealmContext realm)
    {
        var algorithms = JoseAlgorithms.Asymmetric.Where(algorithm => realm.Realm.Keys.Active(algorithm) is not null).ToArray();
        WriteArray(json, "subject_types_supported", ["public", "pairwise"]);
        WriteArray(json, "id_token_signing_alg_values_supported", algorithms);
        WriteArray(json, "userinfo_signing_alg_values_supported", [.. algorithms, "none"]);
        WriteArray(json, "claim_types_supported", ["normal"]);
        WriteArray(
            json,
            "claims_supported",
            ["iss", "sub", "aud", "exp", "iat", "auth_time", "name", "given_name", "family_name", "preferred_username", "email", "acr", "azp", "nonce"]);
        var scopes = realm.Realm.ClientScopes
            .Where(scope => scope.Protocol == "openid-connect")
            .Select(scope => scope.Name)
            .Order(StringComparer.Ordinal);
        WriteArray(json, "scopes_supported", ["openid", .. scopes]);
        json.WriteBoolean("tls_client_certificate_bound_access_tokens", false);
    }

    private static void WriteClients(Utf8JsonWriter json)
    {
        foreach (var endpoint in (string[])["token", "introspection", "revocation"])
        {
            WriteArray(json, $"{endpoint}_endpoint_auth_methods_supported", ClientMethods);
            WriteArray(json, $"{endpoint}_endpoint_auth_signing_alg_values_supported", AssertionAlgorithms);
        }
    }

    private static void WriteLogout(Utf8JsonWriter json)
    {
        json.WriteBoolean("backchannel_logout_supported", true);
        json.WriteBoolean("backchannel_logout_session_supported", true);
        json.WriteBoolean("frontchannel_logout_supported", false);
        json.WriteBoolean("frontchannel_logout_session_supported", false);
    }

    private static void WriteArray(Utf8JsonWriter json, string name, string[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
