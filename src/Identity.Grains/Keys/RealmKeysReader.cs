using System.Security.Cryptography;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using Identity.Grains.Storage;

namespace Identity.Grains.Keys;

/// <summary>Opens the sealed keys of a realm. A key that cannot be used is left out and reported: the others, and the realm, go on, and only
/// what needs a key of its algorithm fails.</summary>
public sealed class RealmKeysReader(Sealer sealer, UnreadableRecords unreadable, UpgradeToOwnKeys upgrade, TimeProvider time)
{
    /// <summary>The purpose that private keys are sealed for.</summary>
    public const string SealPurpose = "realm-key";

    private const string Kind = "realm_key";

    /// <summary>The keys that sign, verify and are published.</summary>
    public RealmKeys Read(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var signing = new List<(SigningKey, RealmKey)>();
        var published = new List<RealmKey>();
        var kids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in realm.Keys.Where(key => key.Status != "DISABLED"))
        {
            if (!kids.Add(record.Kid))
            {
                unreadable.Report(Kind, realm.Id, record.Kid, "another key of the realm has the same kid.");
                continue;
            }

            try
            {
                var key = record.Use == "SIG" ? Open(record) : null;
                if (record.Use == "SIG" && key is null)
                {
                    unreadable.Report(Kind, realm.Id, record.Kid, "it was sealed with a key that is not in this pod's key ring.");
                }

                if (record.PublicKey is not null)
                {
                    Jwks.Demand(record);
                    published.Add(record);
                }

                if (key is not null)
                {
                    signing.Add((key, record));
                }
            }
            catch (Exception exception) when (exception is CryptographicException or NotSupportedException or ArgumentException or FormatException)
            {
                // Its own words may quote the key.
                unreadable.Report(Kind, realm.Id, record.Kid, $"it is no usable {record.Algorithm} key ({exception.GetType().Name}).");
            }
        }

        return new RealmKeys(signing, published) { Own = new OwnKeys(sealer, realm, signing, upgrade, time) };
    }

    private SigningKey? Open(RealmKey record) =>
        sealer.Open(SealPurpose, record.SealedPrivateKey) is { } privateKey ? SigningKey.Create(record, privateKey) : null;
}
