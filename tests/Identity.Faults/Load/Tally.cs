using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>What the clients got of the service, since the last reset.</summary>
internal sealed class Tally(Journal journal)
{
    private readonly Lock _lock = new();
    private int _requests;
    private int _failed;
    private int _failedAtPods;
    private int _failedThroughProxy;
    private TimeSpan _lastSuccess;
    private TimeSpan _longestGap;

    public void Reset()
    {
        lock (_lock)
        {
            (_requests, _failed, _failedAtPods, _failedThroughProxy) = (0, 0, 0, 0);
            _lastSuccess = journal.Now;
            _longestGap = TimeSpan.Zero;
        }
    }

    /// <summary>A request was made, tried again if it had to be.</summary>
    public void Add(Target first, bool failed, bool failedAgain)
    {
        lock (_lock)
        {
            _requests++;
            _failed += failed ? 1 : 0;
            _failedAtPods += failedAgain && !first.IsProxy ? 1 : 0;
            _failedThroughProxy += failedAgain && first.IsProxy ? 1 : 0;
        }
    }

    /// <summary>An attempt was answered. The gap is that of the refreshes: a login page needs no database.</summary>
    public void Succeeded(Operation operation)
    {
        lock (_lock)
        {
            if (operation.Kind == OperationKind.Refresh && operation.CompletedAt > _lastSuccess)
            {
                _longestGap = Longer(operation.CompletedAt - _lastSuccess, _longestGap);
                _lastSuccess = operation.CompletedAt;
            }
        }
    }

    public TallyReading Read()
    {
        lock (_lock)
        {
            return new TallyReading(_requests, _failed, _failedAtPods, _failedThroughProxy, Longer(journal.Now - _lastSuccess, _longestGap));
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

/// <summary>A tally as it stands.</summary>
/// <param name="Requests">Requests, each counted once however often it was tried.</param>
/// <param name="Failed">Whose first attempt got no answer.</param>
/// <param name="FailedAtPods">Whose second attempt, at another pod, got none either.</param>
/// <param name="FailedThroughProxy">Likewise, both through the service.</param>
/// <param name="LongestGap">The longest time in which no refresh was answered.</param>
internal sealed record TallyReading(int Requests, int Failed, int FailedAtPods, int FailedThroughProxy, TimeSpan LongestGap);
