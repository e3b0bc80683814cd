using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Grains.Keys;

namespace Identity.Gateway.Admin.Keys;

/// <summary>The keys of a realm, as they are in use.</summary>
internal sealed class KeyEndpoints : IAdminEndpoints
{
    public void Map(AdminRoutes routes) => routes.Get("/keys", AdminPermission.ViewRealm, "The realm's keys, public parts", GetAsync);

    private static Task<AdminResult> GetAsync(AdminCall call)
    {
        var realm = call.Realm.Settings;
        var active = new JsonObject();
        foreach (var group in realm.Keys.Where(key => key.Status == "ACTIVE").GroupBy(key => Algorithm(key), StringComparer.Ordinal))
        {
            active[group.Key] = group.MaxBy(key => key.Priority)!.Kid;
        }

        return Task.FromResult(AdminResult.Json(new JsonObject
        {
            ["active"] = active,
            ["keys"] = new JsonArray([.. realm.Keys.OrderByDescending(key => key.Priority).Select(key => Write(realm.Id, key))]),
        }));
    }

    private static JsonObject Write(string realmId, RealmKey key)
    {
        var node = new JsonObject
        {
            ["providerId"] = RealmKeyAdministration.ComponentId(realmId, key),
            ["providerPriority"] = key.Priority,
            ["kid"] = key.Kid,
            ["status"] = key.Status,
            ["type"] = Type(key.Algorithm),
            ["algorithm"] = Algorithm(key),
        };
        if (key.PublicKey is not null)
        {
            node["publicKey"] = key.PublicKey;
        }

        if (key.Certificate is not null)
        {
            node["certificate"] = key.Certificate;
        }

        node["use"] = key.Use;
        if (ValidTo(key.Certificate) is { } validTo)
        {
            node["validTo"] = validTo;
        }

        return node;
    }

    // A key that is stored and cannot be read is shown, so that it can be removed.
    private static long? ValidTo(string? text)
    {
        try
        {
            using var certificate = text is null ? null : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text));
            return certificate is null ? null : new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeMilliseconds();
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    // Keycloak's word for the realm's key of symmetric encryption.
    private static string Algorithm(RealmKey key) => key.Algorithm.StartsWith("A256", StringComparison.Ordinal) ? "AES" : key.Algorithm;

    private static string Type(string algorithm)
    {
        try
        {
            return JoseAlgorithms.KeyType(algorithm);
        }
        catch (NotSupportedException)
        {
            return "OCT";
        }
    }
}
