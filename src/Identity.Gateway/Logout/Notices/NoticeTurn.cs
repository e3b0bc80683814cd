namespace Identity.Gateway.Logout.Notices;

/// <summary>One attempt at a notice: taken from the queue, and given back when it is over.</summary>
internal sealed class NoticeTurn(NoticeLane lane, LogoutNotice notice, NoticeSlot slot)
{
    public LogoutNotice Notice => notice;

    public NoticeLane Lane => lane;

    /// <summary>It was said to take long.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Where it counts.</summary>
    public NoticeSlot Slot { get; set; } = slot;
}

/// <summary>The places for attempts under way.</summary>
internal enum NoticeSlot
{
    /// <summary>Of clients that are known to be quick.</summary>
    Quick,

    /// <summary>Of clients that nobody knows yet.</summary>
    Unknown,

    /// <summary>Of clients that did not answer the last time.</summary>
    Silent,

    /// <summary>Attempts that take long.</summary>
    Slow,
}

/// <summary>How an attempt ended.</summary>
internal enum NoticeEnd
{
    /// <summary>The other side said something, or nothing was sent: nobody waited.</summary>
    Done,

    /// <summary>Its time ran out.</summary>
    OutOfTime,
}
