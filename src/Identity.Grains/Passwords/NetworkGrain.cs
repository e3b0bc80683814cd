using Identity.Grains.Storage;

namespace Identity.Grains.Passwords;

/// <inheritdoc cref="INetworkGrain"/>
/// <remarks>Its rows are among those that are there for a while and expire.</remarks>
internal sealed class NetworkGrain([Record(StateNames.RevokedToken)] IRecord<NetworkFailuresState> record, TimeProvider time) : Grain, INetworkGrain
{
    private EntityKey Key => EntityKey.Parse(this.GetPrimaryKeyString());

    public Task<long> CountAsync(long each) => record.ApplyAsync(before =>
    {
        var next = NetworkRules.Count(before, Key.Id, each, time.GetUtcNow());
        return (next, next.ForgottenAt);
    });
}
