using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>The one comparison of secrets: its time does not tell where they differ.</summary>
internal static class SecretComparison
{
    public static bool AreEqual(string presented, string expected)
    {
        Span<byte> left = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(presented.AsSpan()), left);
        SHA256.HashData(MemoryMarshal.AsBytes(expected.AsSpan()), right);
        return CryptographicOperations.FixedTimeEquals(left, right);
    }
}
