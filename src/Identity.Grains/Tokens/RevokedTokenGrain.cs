using Identity.Grains.Storage;

namespace Identity.Grains.Tokens;

/// <inheritdoc cref="IRevokedTokenGrain"/>
internal sealed class RevokedTokenGrain(
    [PersistentState(StateNames.RevokedToken, StateNames.Provider)] IPersistentState<RevokedTokenState> state,
    TimeProvider time) : Grain, IRevokedTokenGrain
{
    private string Id => EntityKey.Parse(this.GetPrimaryKeyString()).Id;

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public Task RevokeAsync(long expiresAt) =>
        state.ApplyAsync<RevokedTokenState, bool>(known =>
            (known is not null && known.ExpiresAt >= expiresAt ? known : new RevokedTokenState { Id = Id, ExpiresAt = expiresAt }, true));

    public Task<bool> IsRevokedAsync(CancellationToken cancellationToken) =>
        Task.FromResult(state.RecordExists && state.State.ExpiresAt > Now);

    public Task<bool> TryUseAsync(long expiresAt) =>
        state.ApplyAsync<RevokedTokenState, bool>(known =>
            known is not null && known.ExpiresAt > Now
                ? (known, false)
                : (new RevokedTokenState { Id = Id, ExpiresAt = expiresAt }, true));
}
