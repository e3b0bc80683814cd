namespace Identity.Silo.Discovery;

/// <summary>How a link to a peer is.</summary>
internal enum LinkStatus
{
    /// <summary>Being made.</summary>
    Connecting,

    /// <summary>Greeted, and answering.</summary>
    Up,

    /// <summary>Connected, but nothing was heard for three seconds: a process that is paused, starved, or cut off. Never taken for dead.</summary>
    Silent,

    /// <summary>Nothing listens there.</summary>
    Refused,

    /// <summary>No way there, or no answer to the connection.</summary>
    Unreachable,

    /// <summary>A pod of another cluster.</summary>
    WrongCluster,

    /// <summary>This pod itself.</summary>
    Self,

    /// <summary>The certificates did not fit.</summary>
    TlsFailed,

    /// <summary>What answers is no pod.</summary>
    BadHello,
}
