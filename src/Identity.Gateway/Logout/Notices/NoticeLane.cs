namespace Identity.Gateway.Logout.Notices;

/// <summary>The notices of one client, and what is known of how it answers. Guarded by its <see cref="NoticeQueue"/>.</summary>
internal sealed class NoticeLane(string realmId, string clientId)
{
    public string RealmId => realmId;

    public string ClientId => clientId;

    public Queue<(LogoutNotice Notice, long At)> Waiting { get; } = new();

    /// <summary>Attempts under way.</summary>
    public int UnderWay { get; set; }

    /// <summary>Those of them that take long.</summary>
    public int SlowUnderWay { get; set; }

    /// <summary>Stands in line for its turn already.</summary>
    public bool InLine { get; set; }

    /// <summary>Nothing is sent before.</summary>
    public long CoolUntil { get; set; }

    /// <summary>Attempts in a row that came to nothing within their time.</summary>
    public int Failures { get; set; }

    public NoticeManners Manners { get; set; } = NoticeManners.Unknown;

    public bool IsIdle => Waiting.Count == 0 && UnderWay == 0;
}

/// <summary>How a client answers.</summary>
internal enum NoticeManners
{
    /// <summary>At once, the last time.</summary>
    Quick,

    /// <summary>Nobody knows yet, or slowly.</summary>
    Unknown,

    /// <summary>Not within its time, the last time.</summary>
    Silent,
}
