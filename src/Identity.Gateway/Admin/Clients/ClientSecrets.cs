using System.Globalization;
using System.Security.Cryptography;
using Identity.Grains.Clients;

namespace Identity.Gateway.Admin.Clients;

/// <summary>New client secrets.</summary>
internal static class ClientSecrets
{
    /// <summary>When the secret was made, Unix seconds.</summary>
    public const string CreationTime = "client.secret.creation.time";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 86; // 512 bits.

    /// <summary>The client with a secret that nobody has seen.</summary>
    public static ClientState WithNew(ClientState client, DateTimeOffset now) => client with
    {
        Secret = RandomNumberGenerator.GetString(Alphabet, Length),
        Attributes = new Dictionary<string, string>(client.Attributes, StringComparer.Ordinal)
        {
            [CreationTime] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        },
    };
}
