using Identity.Grains.Storage;
using Orleans.Runtime;

namespace Identity.Grains.Tokens;

/// <inheritdoc cref="IRevokedTokenGrain"/>
internal sealed class RevokedTokenGrain(
    [PersistentState(StateNames.RevokedToken, StateNames.Provider)] IPersistentState<RevokedTokenState> state) : Grain, IRevokedTokenGrain
{
    public Task RevokeAsync(long expiresAt) =>
        state.ApplyAsync<RevokedTokenState, bool>(revoked => (Extend(revoked, expiresAt), true));

    public Task<bool> IsRevokedAsync(CancellationToken cancellationToken) => Task.FromResult(state.RecordExists);

    private RevokedTokenState Extend(RevokedTokenState? revoked, long expiresAt) =>
        revoked?.ExpiresAt >= expiresAt
            ? revoked
            : new RevokedTokenState { Id = EntityKey.Parse(this.GetPrimaryKeyString()).Id, ExpiresAt = expiresAt };
}
