using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Identity.Grains.Users;

namespace Identity.Grains.Passwords.Internal;

/// <summary>Writes hashed passwords as Keycloak writes them, so that an export works there.</summary>
internal static class StoredPasswordWriter
{
    public const int SaltBytes = 16;

    // Keeps the + of base64 as it is: what reads this compares texts.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Credential ToCredential(StoredPassword password, DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Type = UserRules.PasswordType,
        CreatedDate = now.ToUnixTimeMilliseconds(),
        SecretData = Write(json => WriteSecret(json, password)),
        CredentialData = Write(json => WriteData(json, password.Policy)),
    };

    private static void WriteSecret(Utf8JsonWriter json, StoredPassword password)
    {
        json.WriteBase64String("value", password.Hash);
        json.WriteBase64String("salt", password.Salt);
        json.WriteStartObject("additionalParameters");
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, PasswordHashPolicy policy)
    {
        json.WriteNumber("hashIterations", policy.Iterations);
        json.WriteString("algorithm", policy.Algorithm);
        json.WriteStartObject("additionalParameters");
        if (policy.IsArgon2)
        {
            WriteParameter(json, "hashLength", policy.HashLength.ToString(CultureInfo.InvariantCulture));
            WriteParameter(json, "memory", policy.MemoryKiB.ToString(CultureInfo.InvariantCulture));
            WriteParameter(json, "type", policy.Type);
            WriteParameter(json, "version", policy.Version);
            WriteParameter(json, "parallelism", policy.Parallelism.ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
