namespace Identity.Silo.Health;

/// <summary>How far this server is in its life. Goes forward only.</summary>
internal sealed class ServerState
{
    private volatile bool _started;
    private volatile bool _draining;
    private volatile string _waitingFor = "starting";

    /// <summary>Migrations, imports and first snapshots are done.</summary>
    public bool Started => _started;

    /// <summary>A stop has begun.</summary>
    public bool Draining => _draining;

    /// <summary>What a server that has not started is waiting for.</summary>
    public string WaitingFor => _waitingFor;

    public void WaitFor(string what) => _waitingFor = what;

    public void MarkStarted() => _started = true;

    /// <summary>Raised once, when a stop begins.</summary>
    public event Action? DrainStarted;

    public void MarkDraining()
    {
        _draining = true;
        DrainStarted?.Invoke();
    }
}
