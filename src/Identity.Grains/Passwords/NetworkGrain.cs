using Identity.Grains.Storage;

namespace Identity.Grains.Passwords;

/// <inheritdoc cref="INetworkGrain"/>
/// <remarks>Its rows are among those that are there for a while and expire.</remarks>
internal sealed class NetworkGrain(
    [PersistentState(StateNames.RevokedToken, StateNames.Provider)] IPersistentState<NetworkFailuresState> state,
    IStateVersions versions,
    TimeProvider time) : Grain, INetworkGrain
{
    private EntityKey Key => EntityKey.Parse(this.GetPrimaryKeyString());

    public Task<long> CountAsync(long each) =>
        state.ApplyConfirmedAsync<NetworkFailuresState, long>(new StateRow(versions, StateNames.RevokedToken, Key), before =>
        {
            var next = NetworkRules.Count(before, Key.Id, each, time.GetUtcNow());
            return (next, next.ForgottenAt);
        });
}
