using System.Text.Json.Nodes;
using Identity.Grains.Keys;

namespace Identity.Gateway.Admin.ServerInfo;

/// <summary>What is built in, by Keycloak's names of the kinds of providers that consoles and tools look for.</summary>
internal static class ServerProviders
{
    /// <summary>Algorithms of clients' signed assertions.</summary>
    public static IReadOnlyList<string> AsymmetricClientSignatures { get; } =
    [
        JoseAlgorithms.ES256, JoseAlgorithms.ES384, JoseAlgorithms.ES512, JoseAlgorithms.PS256, JoseAlgorithms.PS384, JoseAlgorithms.PS512,
        JoseAlgorithms.RS256, JoseAlgorithms.RS384, JoseAlgorithms.RS512,
    ];

    /// <summary>Algorithms of assertions that clients sign with their secret.</summary>
    public static IReadOnlyList<string> SymmetricClientSignatures { get; } = [JoseAlgorithms.HS256, JoseAlgorithms.HS384, JoseAlgorithms.HS512];

    /// <summary>How clients can show who they are.</summary>
    public static IReadOnlyList<string> ClientAuthenticators { get; } = ["client-jwt", "client-secret", "client-secret-jwt"];

    /// <summary>Where events are told. Events of users and administrators are lines of the log.</summary>
    public static IReadOnlyList<string> EventListeners { get; } = ["jboss-logging"];

    /// <summary>The providers object of the server info.</summary>
    public static JsonObject Document()
    {
        var all = new JsonObject();
        foreach (var (kind, names) in Kinds())
        {
            all[kind] = new JsonObject
            {
                ["internal"] = true,
                ["providers"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["order"] = 0 }))),
            };
        }

        return all;
    }

    private static IEnumerable<(string Kind, IEnumerable<string> Names)> Kinds() =>
    [
        ("cekmanagement", []),
        ("client-authenticator", ClientAuthenticators),
        ("client-registration-policy", Ids("org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy")),
        ("clientSignature", [.. AsymmetricClientSignatures, .. SymmetricClientSignatures]),
        ("contentencryption", []),
        ("eventsListener", EventListeners),
        ("hash", ["SHA-256", "SHA-384", "SHA-512"]),
        ("keys", Ids("org.keycloak.keys.KeyProvider")),
        ("login-protocol", ["openid-connect"]),
        ("oauth2-grant-type", ["authorization_code", "client_credentials", "password", "refresh_token"]),
        ("password-hashing", ["argon2", "pbkdf2", "pbkdf2-sha256", "pbkdf2-sha512"]),
        ("password-policy", Ids(ServerCatalogue.PasswordPolicies())),
        ("protocol-mapper", Ids(ServerCatalogue.MapperTypes())),
        ("signature", [.. JoseAlgorithms.Asymmetric, JoseAlgorithms.HS256, JoseAlgorithms.HS384, JoseAlgorithms.HS512]),
        ("userProfile", Ids("org.keycloak.userprofile.UserProfileProvider")),
        ("validator", Ids("org.keycloak.validate.Validator")),
        ("well-known", ["oauth-authorization-server", "openid-configuration"]),
    ];

    private static IEnumerable<string> Ids(string componentType) => Ids(ServerCatalogue.Components(componentType));

    private static IEnumerable<string> Ids(JsonArray entries) => entries.Select(entry => (string)entry!["id"]!);
}
