using Identity.Grains.Storage;
using Orleans.Storage;

namespace Identity.Grains.Passwords;

/// <inheritdoc cref="INetworkGrain"/>
internal sealed class NetworkGrain(
    [PersistentState("network-failures", GrantStorage.Name)] IPersistentState<NetworkFailuresState> failures, TimeProvider time) : Grain, INetworkGrain
{
    private const int MaxAttempts = 8;

    public async Task<long> CountAsync(long each)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = failures.State;
            failures.State = NetworkRules.Count(before, each, time.GetUtcNow());
            try
            {
                await failures.WriteStateAsync();
                return failures.State.ForgottenAt;
            }
            catch (InconsistentStateException) when (attempt < MaxAttempts)
            {
                // Another pod counted in between.
                await failures.ReadStateAsync();
            }
            catch
            {
                failures.State = before;
                throw;
            }
        }
    }
}
