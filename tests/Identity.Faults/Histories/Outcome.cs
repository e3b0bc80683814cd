namespace Identity.Faults.Histories;

/// <summary>What became of an operation, as far as its client can know.</summary>
internal enum Outcome
{
    /// <summary>It was done and acknowledged.</summary>
    Ok,

    /// <summary>The server decided against it: invalid_grant, 401, not active, wrong password.</summary>
    Refused,

    /// <summary>It never reached a server: no effect.</summary>
    Unreached,

    /// <summary>Time-out, a connection that broke, 5xx: it may have happened, and may still happen.</summary>
    Unknown,
}
