namespace Identity.Grains.Sessions;

/// <summary>When a client came into a session and was last seen in it. Unix seconds.</summary>
public readonly record struct ClientSessionTimes(long Started, long LastRefresh);
