namespace Identity.Silo.Discovery;

/// <summary>How the last question for a name ended.</summary>
internal enum NameStatus
{
    /// <summary>Not answered yet.</summary>
    Asking,

    /// <summary>There are addresses.</summary>
    Ok,

    /// <summary>The name does not exist, or has no address: libc tells the two apart no more (EAI_NONAME).</summary>
    NotFound,

    /// <summary>The server could not answer (SERVFAIL), or libc gave up waiting for it (EAI_AGAIN).</summary>
    ServerFailure,

    /// <summary>No answer within two seconds; the question is still out.</summary>
    Timeout,

    /// <summary>Anything else.</summary>
    Error,
}
