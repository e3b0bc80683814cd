using Identity.Grains.Storage;

namespace Identity.Grains.Tokens;

/// <inheritdoc cref="IRevokedTokenGrain"/>
internal sealed class RevokedTokenGrain(
    [PersistentState(StateNames.RevokedToken, StateNames.Provider)] IPersistentState<RevokedTokenState> state,
    IStateVersions versions,
    TimeProvider time) : Grain, IRevokedTokenGrain
{
    private EntityKey Key => EntityKey.Parse(this.GetPrimaryKeyString());

    private StateRow Row => new(versions, StateNames.RevokedToken, Key);

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public Task RevokeAsync(long expiresAt) =>
        state.ApplyConfirmedAsync<RevokedTokenState, bool>(Row, known =>
            (known is not null && known.ExpiresAt >= expiresAt ? known : new RevokedTokenState { Id = Key.Id, ExpiresAt = expiresAt }, true));

    public Task<bool> IsRevokedAsync(CancellationToken cancellationToken) =>
        Task.FromResult(state.RecordExists && state.State.ExpiresAt > Now);

    public Task<bool> TryUseAsync(long expiresAt) =>
        state.ApplyConfirmedAsync<RevokedTokenState, bool>(Row, known =>
            known is not null && known.ExpiresAt > Now
                ? (known, false)
                : (new RevokedTokenState { Id = Key.Id, ExpiresAt = expiresAt }, true));
}
