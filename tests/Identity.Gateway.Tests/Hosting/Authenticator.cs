using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Identity.Gateway.Tests.Hosting;

/// <summary>frank's authenticator application: RFC 6238 with SHA-1, 6 digits and 30 s over the secret in the realm file.</summary>
internal static class Authenticator
{
    private static readonly byte[] s_secret = "12345678901234567890"u8.ToArray();

    public static string CodeAt(DateTimeOffset time)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, time.ToUnixTimeSeconds() / 30);
        var mac = CryptographicOperations.HmacData(HashAlgorithmName.SHA1, s_secret, counter);
        var number = (BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[19] & 15)) & int.MaxValue) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }
}
