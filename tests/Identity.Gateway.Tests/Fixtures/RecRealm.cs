using System.Text.Json.Nodes;

namespace Identity.Gateway.Tests.Fixtures;

/// <summary>Realm files like the realm that Keycloak's answers were recorded from: a public client app, a confidential client svc, alice and others.</summary>
internal static class RecRealm
{
    public const string Name = "rec";
    public const string Rotating = "rot";
    public const string Secret = "svc-secret+with/signs";
    public const string RedirectUri = "http://127.0.0.1:9/cb";

    public static JsonObject File(string name) => (JsonObject)JsonNode.Parse(
        $$"""
        {
          "realm": "{{name}}", "enabled": true, "sslRequired": "none",
          "revokeRefreshToken": {{(name == Rotating ? "true" : "false")}},
          "passwordPolicy": "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)",
          "roles": { "client": { "app": [ { "name": "editor" } ] } },
          "clients": [
            { "clientId": "app", "publicClient": true, "directAccessGrantsEnabled": true, "redirectUris": ["{{RedirectUri}}"], "webOrigins": ["https://app.example"] },
            { "clientId": "svc", "secret": "{{Secret}}", "directAccessGrantsEnabled": true, "serviceAccountsEnabled": true, "redirectUris": ["http://127.0.0.1:9/cb"], "webOrigins": ["+"],
              "protocolMappers": [ { "name": "aud", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                "config": { "included.client.audience": "svc", "access.token.claim": "true", "introspection.token.claim": "true" } } ] },
            { "clientId": "off", "secret": "off", "enabled": false, "serviceAccountsEnabled": true },
            { "clientId": "res", "secret": "res", "bearerOnly": true },
            { "clientId": "plain", "secret": "plain", "directAccessGrantsEnabled": false },
            { "clientId": "signed", "clientAuthenticatorType": "client-jwt", "serviceAccountsEnabled": true, "attributes": { "use.jwks.string": "true", "jwks.string": "{{Jwks}}" } },
            { "clientId": "mac", "clientAuthenticatorType": "client-secret-jwt", "secret": "a-secret-of-at-least-32-characters", "serviceAccountsEnabled": true },
            { "clientId": "jwtinfo", "publicClient": true, "directAccessGrantsEnabled": true, "attributes": { "user.info.response.signature.alg": "RS256", "access.token.header.type.rfc9068": "true", "exclude.session.state.from.auth.response": "true", "access.token.lifespan": "60" } },
            { "clientId": "norefresh", "publicClient": true, "directAccessGrantsEnabled": true, "attributes": { "use.refresh.tokens": "false" } }
          ],
          "users": [
            { "username": "alice", "enabled": true, "email": "alice@example.org", "emailVerified": true, "firstName": "Alice", "lastName": "Liddell",
              "credentials": [ { "type": "password", "value": "pw-1" } ], "realmRoles": ["default-roles-{{name}}"], "clientRoles": { "app": ["editor"] } },
            { "username": "dora", "enabled": false, "email": "dora@example.org", "firstName": "D", "lastName": "D", "credentials": [ { "type": "password", "value": "pw-1" } ] },
            { "username": "rita", "enabled": true, "email": "rita@example.org", "firstName": "R", "lastName": "R", "requiredActions": ["UPDATE_PASSWORD"], "credentials": [ { "type": "password", "value": "pw-1" } ] },
            { "username": "greta", "enabled": true, "email": "greta@example.org", "firstName": "G", "lastName": "G", "realmRoles": ["default-roles-{{name}}"], "credentials": [ { "type": "password", "value": "pw-1" } ] },
            { "username": "hugo", "enabled": true, "email": "hugo@example.org", "firstName": "G", "lastName": "G", "realmRoles": ["default-roles-{{name}}"], "credentials": [ { "type": "password", "value": "pw-1" } ] }
          ]
        }
        """)!;

    private static string Jwks => ClientKey.Jwks.Replace("\"", "\\\"", StringComparison.Ordinal);
}
