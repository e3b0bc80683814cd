using Identity.Grains.Storage;

namespace Identity.Grains.Tokens;

/// <inheritdoc cref="IRevokedTokenGrain"/>
internal sealed class RevokedTokenGrain([Record] IRecord<RevokedTokenState> record, TimeProvider time) : Grain, IRevokedTokenGrain
{
    private EntityKey Key => EntityKey.Parse(this.GetPrimaryKeyString());

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public Task RevokeAsync(long expiresAt) => record.ApplyNewAsync(known =>
        (known is not null && known.ExpiresAt >= expiresAt ? known : new RevokedTokenState { Id = Key.Id, ExpiresAt = expiresAt }, true));

    public Task<bool> TryUseAsync(long expiresAt) => record.ApplyNewAsync(known =>
        known is not null && known.ExpiresAt > Now
            ? (known, false)
            : (new RevokedTokenState { Id = Key.Id, ExpiresAt = expiresAt }, true));
}
