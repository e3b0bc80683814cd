using System.Globalization;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Clients;

/// <summary>Keeps the former secret of a client working for a while where the client or a client policy of the realm asks for it.</summary>
internal static class SecretRotation
{
    /// <summary>A client's own attribute: for how many seconds its former secret works after a renewal.</summary>
    public const string GraceAttribute = "client.secret.rotated.expiration.period";

    private const int MaxGraceSeconds = 366 * 24 * 3600;

    /// <summary>The renewed client, with the secret that it had before where that goes on working.</summary>
    public static ClientState Rotate(RealmState realm, ClientState before, ClientState renewed, DateTimeOffset now)
    {
        var ended = End(renewed);
        if (before.Secret is not { Length: > 0 } former || Grace(realm, before) is not { } seconds)
        {
            return ended;
        }

        return ended with
        {
            Attributes = new Dictionary<string, string>(ended.Attributes, StringComparer.Ordinal)
            {
                [RotatedSecret.Attribute] = former,
                [RotatedSecret.CreationTime] = before.Attributes.GetValueOrDefault(ClientSecrets.CreationTime) ?? Text(now.ToUnixTimeSeconds()),
                [RotatedSecret.ExpirationTime] = Text(now.ToUnixTimeSeconds() + seconds),
            },
        };
    }

    /// <summary>The client without a former secret.</summary>
    public static ClientState End(ClientState client) => !client.Attributes.ContainsKey(RotatedSecret.Attribute)
        ? client
        : client with
        {
            Attributes = client.Attributes
                .Where(attribute => attribute.Key is not (RotatedSecret.Attribute or RotatedSecret.CreationTime or RotatedSecret.ExpirationTime))
                .ToDictionary(attribute => attribute.Key, attribute => attribute.Value, StringComparer.Ordinal),
        };

    private static long? Grace(RealmState realm, ClientState client) =>
        long.TryParse(client.Attributes.GetValueOrDefault(GraceAttribute), NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own > 0
            ? Math.Min(own, MaxGraceSeconds)
            : null;

    private static string Text(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
