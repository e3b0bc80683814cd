namespace Identity.Silo.Storage;

/// <summary>Notices that this process itself stood still: paused, or without a processor, for more than three seconds.</summary>
/// <remarks>
/// What it finds in its sockets and queues afterwards was asked before, by clients that may long have given up and gone on elsewhere.
/// A refresh token that was the newest then is an old one now, and presenting it would end a session that lives. For one second
/// nothing is therefore carried out (docs/decisions/0008); clients that still wait try again.
/// </remarks>
internal sealed class Standstill : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_noticed = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_refusal = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim _stopped = new();
    private long _lastAlive;
    private long _endedAt;

    /// <summary>Begins to look.</summary>
    public Standstill(TimeProvider time)
    {
        _time = time;
        _lastAlive = time.GetTimestamp();

        // A thread of its own: a queue of work is no standstill.
        new Thread(Run) { IsBackground = true, Name = "standstill watch" }.Start();
    }

    /// <summary>A standstill ended less than a second ago.</summary>
    public bool HasJustEnded
    {
        get
        {
            Look();
            var endedAt = Volatile.Read(ref _endedAt);
            return endedAt != 0 && _time.GetElapsedTime(endedAt) < s_refusal;
        }
    }

    public void Dispose() => _stopped.Set();

    private void Run()
    {
        while (!_stopped.Wait(s_period))
        {
            Look();
        }
    }

    private void Look()
    {
        var now = _time.GetTimestamp();
        if (_time.GetElapsedTime(Interlocked.Exchange(ref _lastAlive, now), now) > s_noticed)
        {
            Volatile.Write(ref _endedAt, now);
        }
    }
}
