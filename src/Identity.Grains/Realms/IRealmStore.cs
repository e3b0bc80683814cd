using Identity.Grains.Events;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>Stores whole realms beside their grains: a grain that is asked afterwards finds its record. Each method is one transaction.
/// Until it is committed nobody sees anything of it, and when it fails, or its pod dies, there was nothing.</summary>
public interface IRealmStore
{
    /// <summary>Stores a realm that does not exist yet. What an import that was cut off has left of a realm of that name goes.</summary>
    /// <exception cref="DuplicateKeyException">Its name, its id or another unique value is taken.</exception>
    Task CreateAsync(WholeRealm realm, CancellationToken cancellationToken);

    /// <summary>Makes a realm what is given: records of others ids go, those of the same id are replaced. False when there is no such realm any more.</summary>
    /// <exception cref="DuplicateKeyException">A unique value is taken.</exception>
    Task<bool> ReplaceAsync(WholeRealm realm, CancellationToken cancellationToken);

    /// <summary>Removes what imports of an earlier release that were cut off long ago have left. How many realms that were.</summary>
    Task<int> RemoveUnfinishedAsync(CancellationToken cancellationToken);
}

/// <summary>Everything that makes up a realm.</summary>
public sealed record WholeRealm
{
    /// <summary>The realm's id.</summary>
    public required string Id { get; init; }

    /// <summary>The realm's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its records, neighbours of one kind, the realm itself first.</summary>
    public required IReadOnlyList<NewRecord> Records { get; init; }

    /// <summary>What lets it be managed: new records of the master realm.</summary>
    public required IReadOnlyList<NewRecord> Management { get; init; }

    /// <summary>The user of the master realm who gets the roles among <see cref="Management"/>; null for nobody.</summary>
    public EntityKey? Manager { get; init; }

    /// <summary>Stored in the same commit; null reports nothing.</summary>
    public AdminEvent? Event { get; init; }
}
