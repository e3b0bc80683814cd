using System.Threading.RateLimiting;

namespace Identity.Grains.Keys;

/// <summary>Turns at making keys. An RSA key takes a processor for as long as some seconds: a pod makes those of one caller at a time, and no
/// more than a few callers wait, so that who asks for many keys waits for himself and logins keep their processors.</summary>
public sealed class KeyTurns : IDisposable
{
    /// <summary>Of one realm, or of one who makes realms, that may wait.</summary>
    public const int MaxWaitingOfOne = 4;

    private const int MaxWaiting = 64;

    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.CreateChained(OneAtATime(who => who, MaxWaitingOfOne), OneAtATime(_ => string.Empty, MaxWaiting));

    /// <summary>Makes it when its turn has come.</summary>
    /// <param name="who">For whom: the realm's id or name.</param>
    /// <param name="make">Makes the keys.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="KeyQueueFullException">Too many wait already; nothing was made.</exception>
    public async Task<T> MakeAsync<T>(string who, Func<T> make, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(make);
        using var turn = await EnterAsync(who, cancellationToken);
        return make();
    }

    /// <summary>A turn, for what makes keys in the midst of something else; it ends when it is disposed of.</summary>
    /// <exception cref="KeyQueueFullException">Too many wait already.</exception>
    public async Task<IDisposable> EnterAsync(string who, CancellationToken cancellationToken)
    {
        var turn = await _turns.AcquireAsync(who, 1, cancellationToken);
        if (turn.IsAcquired)
        {
            return turn;
        }

        turn.Dispose();
        throw new KeyQueueFullException();
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private static PartitionedRateLimiter<string> OneAtATime(Func<string, string> group, int waiting) => PartitionedRateLimiter.Create<string, string>(
        who => RateLimitPartition.GetConcurrencyLimiter(group(who), _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = waiting }));
}
