using System.Collections.Concurrent;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms.Snapshots;

/// <summary>What is asked for and cannot be served: names that nobody has, realms that are being imported, realms that cannot be read.
/// Anyone may ask for them, so that each is asked of the database at most once a second.</summary>
internal sealed class UnservedRealms(TimeProvider time)
{
    private const int MaxRemembered = 4096;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, long> _missing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _importingById = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long Version, long Since)> _unreadable = new(StringComparer.Ordinal);

    /// <summary>How many realms have been found to be unreadable and neither been mended nor removed since.</summary>
    public int Unreadable => _unreadable.Count;

    /// <summary>Within the last second there was none of that name.</summary>
    public bool IsMissing(string realmName) => _missing.TryGetValue(realmName, out var since) && IsRecent(since);

    public void AddMissing(string realmName) => Bounded(_missing)[realmName] = time.GetTimestamp();

    public void RemoveMissing(string realmName) => _missing.TryRemove(realmName, out _);

    /// <summary>Within the last second the realm of that id was being imported.</summary>
    public bool IsImporting(string realmId) => _importingById.TryGetValue(realmId, out var since) && IsRecent(since);

    public void AddImporting(string realmId) => Bounded(_importingById)[realmId] = time.GetTimestamp();

    public void RemoveImporting(string realmId) => _importingById.TryRemove(realmId, out _);

    /// <summary>The realm was found to be unreadable and has not been found to be anything else since.</summary>
    public bool IsUnreadable(string realmName) => _unreadable.ContainsKey(realmName);

    /// <summary>Refuses the realm where it was found to be unreadable within the last second.</summary>
    public void DemandReadable(string realmName)
    {
        if (_unreadable.TryGetValue(realmName, out var found) && IsRecent(found.Since))
        {
            throw Fault(realmName);
        }
    }

    /// <summary>Refuses the realm where it was found to be unreadable as of that version.</summary>
    public void DemandReadable(string realmName, long version)
    {
        if (_unreadable.TryGetValue(realmName, out var found) && found.Version == version)
        {
            throw Fault(realmName);
        }
    }

    public void AddUnreadable(string realmName, long version) => Bounded(_unreadable)[realmName] = (version, time.GetTimestamp());

    public void RemoveUnreadable(string realmName) => _unreadable.TryRemove(realmName, out _);

    private bool IsRecent(long since) => time.GetElapsedTime(since) < Remembered;

    private static ConcurrentDictionary<string, T> Bounded<T>(ConcurrentDictionary<string, T> remembered)
    {
        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }

        return remembered;
    }

    private static UnreadableRecordException Fault(string realmName) => new($"Realm {realmName} cannot be read as it is stored.");
}
