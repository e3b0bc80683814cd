using Identity.Grains.Protocol;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Grains.Passwords;

/// <summary>What failures are counted by whoever they are of: a network of a realm, or the server of an application that logs its users in itself.</summary>
/// <param name="Key">Names the count.</param>
/// <param name="Each">Milliseconds of an hour that one failure fills.</param>
public sealed record GuessingNetwork(EntityKey Key, long Each)
{
    // All people of an application come from its server's address.
    private const int ServersFactor = 12;

    /// <summary>Where an attempt came from; null where nothing is counted: the realm is not protected, the limit is off, there is no address.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="ipAddress">The address.</param>
    /// <param name="serverOf">The client (UUID) that has shown its credentials and sends what a person has told it; null for a person's own browser or application.</param>
    /// <param name="limit">Failures an hour.</param>
    public static GuessingNetwork? Of(RealmSnapshot realm, string? ipAddress, string? serverOf, int limit) =>
        realm.Settings.BruteForceProtected && limit > 0 && NetworkAddress.Of(ipAddress) is { Length: > 0 } network
            ? new(KeyOf(realm.Id, network, serverOf), NetworkRules.Each(serverOf is null ? limit : limit * ServersFactor))
            : null;

    /// <summary>The key of a network's count; of an application's server at an address a key of its own.</summary>
    internal static EntityKey KeyOf(string realmId, string network, string? serverOf)
    {
        var id = network.Replace('/', '-');
        return EntityKey.ToFind(realmId, serverOf is null ? id : $"{id} {serverOf}");
    }
}
