using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Keys;

/// <summary>Opens the sealed keys of a realm.</summary>
public sealed partial class RealmKeysReader(Sealer sealer, ILogger<RealmKeysReader> logger)
{
    /// <summary>The purpose that private keys are sealed for.</summary>
    public const string SealPurpose = "realm-key";

    /// <summary>Opens what can be opened; a key sealed by a ring that this pod does not have is left out and logged as an error.</summary>
    public RealmKeys Read(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var signing = new List<(SigningKey, RealmKey)>();
        foreach (var record in realm.Keys.Where(key => key is { Use: "SIG", Status: not "DISABLED" }))
        {
            if (sealer.Open(SealPurpose, record.SealedPrivateKey) is { } privateKey)
            {
                signing.Add((SigningKey.Create(record, privateKey), record));
            }
            else
            {
                LogCannotOpen(realm.Realm, record.Kid);
            }
        }

        return new RealmKeys(signing, [.. realm.Keys.Where(key => key.PublicKey is not null && key.Status != "DISABLED")]);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Realm {Realm}: key {Kid} was sealed with a key that is not in this pod's key ring")]
    private partial void LogCannotOpen(string realm, string kid);
}
