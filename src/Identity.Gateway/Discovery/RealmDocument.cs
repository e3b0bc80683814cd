using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Identity.Gateway.Realms;
using Identity.Grains.Keys;

namespace Identity.Gateway.Discovery;

/// <summary>Keycloak's public description of a realm, which its adapters read the key from.</summary>
internal static class RealmDocument
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document in UTF-8.</summary>
    public static byte[] Write(RealmContext realm)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("realm", realm.Realm.Name);
            if (PublicKey(realm.Realm.Keys) is { } key)
            {
                json.WriteString("public_key", key);
            }

            json.WriteString("token-service", realm.Protocol);
            json.WriteString("account-service", $"{realm.Issuer}/account");
            json.WriteNumber("tokens-not-before", realm.Realm.Settings.NotBefore);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string? PublicKey(RealmKeys keys)
    {
        var kid = keys.Active(JoseAlgorithms.RS256)?.Kid;
        return keys.Published.FirstOrDefault(key => key.Kid == kid)?.PublicKey;
    }
}
