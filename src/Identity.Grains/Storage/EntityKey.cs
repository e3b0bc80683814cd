namespace Identity.Grains.Storage;

/// <summary>The key of a grain that belongs to a realm: <c>{realmId}/{id}</c>. A realm's own grain has its id as both.</summary>
/// <remarks>The one place where keys are made. Both parts are <see cref="RecordId"/>s, so that the text of a key can be read in one way only.</remarks>
public readonly record struct EntityKey
{
    /// <summary>The key of a record. Throws <see cref="ArgumentException"/> for what cannot be the id of a realm or record.</summary>
    public EntityKey(string realmId, string id)
    {
        RealmId = Checked(realmId, nameof(realmId));
        Id = Checked(id, nameof(id));
    }

    /// <summary>The realm.</summary>
    public string RealmId { get; }

    /// <summary>The record in the realm.</summary>
    public string Id { get; }

    /// <summary>Grains are named by the text.</summary>
    public static implicit operator string(EntityKey key) => key.ToString();

    /// <summary>The key of a realm's own grain.</summary>
    public static EntityKey ForRealm(string realmId) => new(realmId, realmId);

    /// <summary>The key by which a record is looked for whose id came from outside: in a token, an address, a code or a cookie. A text that
    /// cannot be an id becomes the key of <see cref="RecordId.Nobody"/>, which names no record, whatever the caller sent.</summary>
    public static EntityKey ToFind(string realmId, string? id) => new(realmId, RecordId.IsValid(id) ? id : RecordId.Nobody);

    /// <summary>Reads a grain key. Throws <see cref="FormatException"/> on any text that <see cref="ToString"/> does not write.</summary>
    public static EntityKey Parse(string key) =>
        TryParse(key, out var parsed) ? parsed : throw new FormatException("This is no grain key; expected realm/id.");

    /// <summary>Reads a grain key; false for any text that <see cref="ToString"/> does not write.</summary>
    public static bool TryParse(string key, out EntityKey parsed)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var (realmId, id) = slash < 0 ? (key, null) : (key[..slash], key[(slash + 1)..]);
        var isKey = RecordId.IsValid(realmId) && RecordId.IsValid(id);
        parsed = isKey ? new EntityKey(realmId, id!) : default;
        return isKey;
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => RealmId is null ? throw new InvalidOperationException("This key was never made.") : $"{RealmId}/{Id}";

    private static string Checked(string id, string name) =>
        RecordId.IsValid(id) ? id : throw new ArgumentException("This cannot be the id of a record.", name);
}
