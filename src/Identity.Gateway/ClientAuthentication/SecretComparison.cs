using System.Security.Cryptography;
using System.Text;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>The one comparison of secrets: its time does not tell where they differ.</summary>
internal static class SecretComparison
{
    public static bool AreEqual(string presented, string expected)
    {
        Span<byte> left = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented), left);
        SHA256.HashData(Encoding.UTF8.GetBytes(expected), right);
        return CryptographicOperations.FixedTimeEquals(left, right);
    }
}
