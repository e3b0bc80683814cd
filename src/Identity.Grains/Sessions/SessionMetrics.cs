using System.Diagnostics.Metrics;

namespace Identity.Grains.Sessions;

/// <summary>Counts what happens to sessions.</summary>
internal sealed class SessionMetrics
{
    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _replays;

    public SessionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Identity.Sessions");
        _started = meter.CreateCounter<long>("identity.sessions.started", description: "Sessions begun.");
        _ended = meter.CreateCounter<long>("identity.sessions.ended", description: "Sessions ended by logout or revocation.");
        _replays = meter.CreateCounter<long>("identity.sessions.replays", description: "Codes or rotated refresh tokens presented again.");
    }

    public void Started(bool offline) => _started.Add(1, new KeyValuePair<string, object?>("offline", offline));

    public void Ended() => _ended.Add(1);

    public void Replayed(string what) => _replays.Add(1, new KeyValuePair<string, object?>("what", what));
}
