using System.Net;

namespace Identity.Silo.Discovery;

/// <summary>What a link knows of the peer at its address. Written by the link's reader and its pinger, read by anybody.</summary>
internal sealed partial class LinkRecord(IPEndPoint endpoint, TimeProvider time, ILogger logger)
{
    private PeerState _state = new(endpoint, LinkStatus.Connecting, time.GetTimestamp(), null, null, false, null);

    public PeerState State => Volatile.Read(ref _state);

    /// <summary>A link is up; answers what was known before.</summary>
    public PeerState Greet(Hello hello)
    {
        var before = Interlocked.Exchange(ref _state, new PeerState(endpoint, LinkStatus.Up, time.GetTimestamp(), hello, null, false, null));
        LogUp(hello.Instance, endpoint, hello.Version);
        return before;
    }

    /// <summary>Notes how the link is; its age begins anew only when that is another state.</summary>
    public void Become(LinkStatus status, string? detail)
    {
        var before = Update(state => state with { Status = status, Detail = detail, Since = state.Status == status ? state.Since : time.GetTimestamp(), RoundTrip = null });
        if (before.Status != status && status is LinkStatus.WrongCluster or LinkStatus.TlsFailed or LinkStatus.BadHello)
        {
            LogUnusable(endpoint, status, detail);
        }
    }

    /// <summary>As <see cref="Become"/>, if the link is in the state given.</summary>
    public void BecomeFrom(LinkStatus expected, LinkStatus status, string? detail) =>
        Update(state => state.Status == expected ? state with { Status = status, Detail = detail, Since = time.GetTimestamp(), RoundTrip = null } : state);

    /// <summary>The peer has answered a ping.</summary>
    public void Answered(TimeSpan roundTrip, SiloEndpoint? silo) =>
        Update(state => state with { RoundTrip = roundTrip, Hello = state.Hello is { } hello ? hello with { Silo = silo ?? hello.Silo } : null });

    /// <summary>The peer has said that it stops.</summary>
    public void Leaving() => Update(state => state with { Leaving = true });

    /// <summary>The link is no more.</summary>
    public void End() => LogDown(State.Hello?.Instance, endpoint);

    private PeerState Update(Func<PeerState, PeerState> change)
    {
        PeerState before;
        do
        {
            before = State;
        }
        while (Interlocked.CompareExchange(ref _state, change(before), before) != before);
        return before;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Linked to {Instance} at {Endpoint}, version {Version}")]
    private partial void LogUp(string instance, IPEndPoint endpoint, string version);

    [LoggerMessage(Level = LogLevel.Information, Message = "The link to {Instance} at {Endpoint} ended")]
    private partial void LogDown(string? instance, IPEndPoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No link to {Endpoint}: {Status}, {Detail}")]
    private partial void LogUnusable(IPEndPoint endpoint, LinkStatus status, string? detail);
}
