using System.Collections.Concurrent;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Identity.Grains.Passwords;

/// <summary>Holds back networks that guess the passwords of many users.</summary>
/// <remarks>The count is the database's, for all pods. A pod looks only at what its own last failure of a network has told it, so that a login that succeeds
/// asks nobody: of a network that was closed meanwhile it lets one more wrong password through. At most 10,000 networks a pod are remembered, the
/// ones that have filled half of their hour.</remarks>
public sealed partial class GuessingNetworks(IGrainFactory grains, IOptions<PasswordsOptions> options, TimeProvider time, ILogger<GuessingNetworks> logger)
{
    private const int MaxNetworks = 10_000;
    private const int MaxWrites = 10;
    private static readonly TimeSpan s_half = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<EntityKey, long> _forgottenAt = new();

    /// <summary>What failures of an attempt are counted by; null where nothing is counted.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="ipAddress">Where the attempt comes from.</param>
    /// <param name="serverOf">The client whose server sends it (<see cref="GuessingNetwork"/>).</param>
    public GuessingNetwork? Find(RealmSnapshot realm, string? ipAddress, string? serverOf) =>
        GuessingNetwork.Of(realm, ipAddress, serverOf, options.Value.FailuresPerNetwork);

    /// <summary>How long the network has to wait; null while it need not.</summary>
    public TimeSpan? ClosedFor(GuessingNetwork? network) =>
        network is not null && !_forgottenAt.IsEmpty && _forgottenAt.TryGetValue(network.Key, out var forgottenAt)
            ? NetworkRules.ClosedFor(forgottenAt, network.Each, time.GetUtcNow())
            : null;

    /// <summary>Counts a failure. Committed before it returns.</summary>
    public async Task CountAsync(GuessingNetwork? network)
    {
        if (network is null)
        {
            return;
        }

        var (forgottenAt, now) = (await WriteAsync(network), time.GetUtcNow());
        var wasOpen = ClosedFor(network) is null;
        Remember(network.Key, forgottenAt, now);
        if (wasOpen && NetworkRules.ClosedFor(forgottenAt, network.Each, now) is not null)
        {
            LogClosed(network.Key.RealmId, network.Key.Id);
        }
    }

    private async Task<long> WriteAsync(GuessingNetwork network)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await grains.Get<INetworkGrain>(network.Key).CountAsync(network.Each);
            }
            catch (InconsistentStateException) when (attempt < MaxWrites)
            {
                // Many pods count at once; decided anew on what is there now.
            }
        }
    }

    private void Remember(EntityKey key, long forgottenAt, DateTimeOffset now)
    {
        if (forgottenAt < (now + s_half).ToUnixTimeMilliseconds())
        {
            _forgottenAt.TryRemove(key, out _);
            return;
        }

        if (_forgottenAt.Count >= MaxNetworks && !_forgottenAt.ContainsKey(key))
        {
            foreach (var other in _forgottenAt.Where(other => other.Value < (now + s_half).ToUnixTimeMilliseconds()))
            {
                _forgottenAt.TryRemove(other);
            }
        }

        if (_forgottenAt.Count < MaxNetworks || _forgottenAt.ContainsKey(key))
        {
            _forgottenAt[key] = forgottenAt;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {RealmId}: too many wrong passwords and codes from {Network}; logins from there wait, but in browsers that know their user")]
    private partial void LogClosed(string realmId, string network);
}
