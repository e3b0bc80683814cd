namespace Identity.Grains.Storage;

/// <summary>The key of a grain that belongs to a realm: <c>{realmId}/{id}</c>. A realm's own grain has its id as both.</summary>
public readonly record struct EntityKey(string RealmId, string Id)
{
    /// <summary>The key of a realm's own grain.</summary>
    public static EntityKey ForRealm(string realmId) => new(realmId, realmId);

    /// <summary>Reads a grain key. Throws <see cref="FormatException"/> on any other text.</summary>
    public static EntityKey Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1
            ? new EntityKey(key[..slash], key[(slash + 1)..])
            : throw new FormatException($"'{key}' is no grain key; expected realm/id.");
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"{RealmId}/{Id}";
}
