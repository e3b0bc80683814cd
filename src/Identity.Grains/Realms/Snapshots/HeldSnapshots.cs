using System.Collections.Concurrent;

namespace Identity.Grains.Realms.Snapshots;

/// <summary>The snapshots in memory, by name and by id. A default realm is some 130 kB.</summary>
internal sealed class HeldSnapshots(TimeProvider time)
{
    private const int MaxHeld = 10_000;

    // Those beyond the first are kept while they are used.
    private const int AlwaysKept = 500;
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, RealmSnapshot> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _nameById = new(StringComparer.Ordinal);

    /// <summary>All of them, as of now.</summary>
    public IReadOnlyList<RealmSnapshot> All => [.. _byName.Values];

    public RealmSnapshot? Find(string realmName) => _byName.GetValueOrDefault(realmName);

    public RealmSnapshot? FindById(string realmId) =>
        FindName(realmId) is { } name && Find(name) is { } snapshot && snapshot.Id == realmId ? snapshot : null;

    /// <summary>The name that the realm of that id had.</summary>
    public string? FindName(string realmId) => _nameById.GetValueOrDefault(realmId);

    public void Put(string realmName, RealmSnapshot snapshot)
    {
        if (_byName.Count >= MaxHeld && !_byName.ContainsKey(realmName))
        {
            _byName.Clear();
            _nameById.Clear();
        }

        _byName[realmName] = snapshot;
        _nameById[snapshot.Id] = realmName;
    }

    public void Remove(string realmName)
    {
        if (_byName.TryRemove(realmName, out var snapshot))
        {
            _nameById.TryRemove(KeyValuePair.Create(snapshot.Id, realmName));
        }
    }

    /// <summary>Drops realms that nobody has asked for in ten minutes, where there are many.</summary>
    public void RemoveIdle()
    {
        foreach (var (name, snapshot) in _byName)
        {
            if (snapshot.IdleFor(time) > IdleTime && _byName.Count > AlwaysKept && _byName.TryRemove(KeyValuePair.Create(name, snapshot)))
            {
                _nameById.TryRemove(KeyValuePair.Create(snapshot.Id, name));
            }
        }
    }
}
