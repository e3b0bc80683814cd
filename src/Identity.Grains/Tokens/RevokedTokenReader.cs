using Identity.Grains.Storage;

namespace Identity.Grains.Tokens;

/// <summary>Tells, on any pod, what was revoked or used up. Keys: <see cref="RevokedTokenKey"/>.</summary>
public sealed class RevokedTokenReader(CurrentRecords records, TimeProvider time)
{
    /// <summary>Whether what the key names was revoked or used up, and is still remembered.</summary>
    public async Task<bool> IsRevokedAsync(EntityKey key, CancellationToken cancellationToken) =>
        // Hardly anything ever was.
        await records.IsThereAsync<RevokedTokenState>(key, cancellationToken)
        && await records.ReadAsync<RevokedTokenState>(key, cancellationToken) is { State.ExpiresAt: var end }
        && end > time.GetUtcNow().ToUnixTimeSeconds();
}
