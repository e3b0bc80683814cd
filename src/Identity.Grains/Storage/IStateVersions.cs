namespace Identity.Grains.Storage;

/// <summary>Tells the versions of stored states without reading them. Concurrent calls share round trips.</summary>
public interface IStateVersions
{
    /// <summary>The version of a row, equal to the ETag that reading it would give; null when there is no row. Never older than the
    /// last commit that was acknowledged before the call.</summary>
    /// <param name="stateName">One of <see cref="StateNames"/>.</param>
    /// <param name="key">The key of its grain.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<string?> ReadAsync(string stateName, EntityKey key, CancellationToken cancellationToken);
}
