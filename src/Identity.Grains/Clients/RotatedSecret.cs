using System.Globalization;

namespace Identity.Grains.Clients;

/// <summary>The secret that a client had before its present one. It goes on working until its time is over, so that a new secret can be
/// rolled out without an outage.</summary>
public static class RotatedSecret
{
    /// <summary>The attribute that holds it.</summary>
    public const string Attribute = "client.secret.rotated";

    /// <summary>The attribute that says when it was made, Unix seconds.</summary>
    public const string CreationTime = "client.secret.rotated.creation.time";

    /// <summary>The attribute that says until when it works, Unix seconds. Without it the secret does not work.</summary>
    public const string ExpirationTime = "client.secret.rotated.expiration.time";

    /// <summary>The secret while it works; null when there is none.</summary>
    public static string? Of(ClientState client, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        return !client.PublicClient
            && client.Attributes.TryGetValue(Attribute, out var secret) && secret.Length > 0
            && client.Attributes.TryGetValue(ExpirationTime, out var text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            && now.ToUnixTimeSeconds() < expires
                ? secret
                : null;
    }
}
