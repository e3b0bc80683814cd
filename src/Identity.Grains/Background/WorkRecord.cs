using Identity.Grains.Storage;

namespace Identity.Grains.Background;

/// <summary>How one background work has fared.</summary>
public sealed class WorkRecord
{
    private static readonly TimeSpan s_repeatAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_newsAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _turn = new();
    private readonly TimeProvider _time;
    private long _succeededAt;
    private long? _heldSince;
    private TimeSpan _holdsAfter;
    private long? _toldAt;
    private string? _told;

    internal WorkRecord(string name, TimeProvider time)
    {
        (Name, _time) = (name, time);
        _succeededAt = time.GetUtcNow().ToUnixTimeSeconds();
    }

    /// <summary>Of the work.</summary>
    public string Name { get; }

    /// <summary>Failures because the database was away.</summary>
    public long StorageFailures { get; private set; }

    /// <summary>Failures of any other kind: most likely bugs.</summary>
    public long Faults { get; private set; }

    /// <summary>Failures since the last success.</summary>
    public int FailuresInARow { get; private set; }

    /// <summary>Failures since the last one that was told of.</summary>
    internal int Untold { get; private set; }

    /// <summary>When it last succeeded, in seconds since 1970; now for one that holds.</summary>
    public long LastSuccess
    {
        get
        {
            lock (_turn)
            {
                return Holds() ? _time.GetUtcNow().ToUnixTimeSeconds() : _succeededAt;
            }
        }
    }

    /// <summary>A turn has succeeded. Answers how many had failed before it.</summary>
    internal int Succeeded()
    {
        lock (_turn)
        {
            var failed = FailuresInARow;
            (_succeededAt, FailuresInARow, _heldSince) = (_time.GetUtcNow().ToUnixTimeSeconds(), 0, null);
            return failed;
        }
    }

    /// <summary>A turn has begun that is to go on: it counts as a success once it has gone on longer than the pause after failures.</summary>
    internal void Began(TimeSpan holdsAfter)
    {
        lock (_turn)
        {
            (_heldSince, _holdsAfter) = (_time.GetTimestamp(), FailuresInARow == 0 ? TimeSpan.Zero : holdsAfter);
        }
    }

    /// <summary>A turn has failed. Answers whether it is time to tell of it: at most once a minute, the same thing every ten.</summary>
    internal bool Failed(Exception exception)
    {
        lock (_turn)
        {
            if (Holds())
            {
                (_succeededAt, FailuresInARow) = (_time.GetUtcNow().ToUnixTimeSeconds(), 0);
            }

            _heldSince = null;
            FailuresInARow++;
            if (exception is StorageUnavailableException)
            {
                // Everybody notices: requests are refused, readiness says why.
                StorageFailures++;
                return false;
            }

            Faults++;
            Untold++;
            var what = $"{exception.GetType().Name}: {exception.Message}";
            if (_toldAt is { } last && _time.GetElapsedTime(last) < (what == _told ? s_repeatAfter : s_newsAfter))
            {
                return false;
            }

            (_toldAt, _told) = (_time.GetTimestamp(), what);
            return true;
        }
    }

    /// <summary>What was told of is told of.</summary>
    internal int TakeUntold()
    {
        lock (_turn)
        {
            var untold = Untold;
            Untold = 0;
            return untold;
        }
    }

    private bool Holds() => _heldSince is { } since && _time.GetElapsedTime(since) >= _holdsAfter;
}
