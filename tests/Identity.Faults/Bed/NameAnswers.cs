namespace Identity.Faults.Bed;

/// <summary>How the headless service's name is answered for.</summary>
internal enum NameAnswers
{
    /// <summary>The addresses of all pods, ready or not.</summary>
    Right,

    /// <summary>The process is gone: the port refuses.</summary>
    Gone,

    /// <summary>The process stands still: no answer.</summary>
    Hanging,

    /// <summary>No such name.</summary>
    NoName,

    /// <summary>The name has no addresses.</summary>
    Empty,

    /// <summary>SERVFAIL.</summary>
    Failing,

    /// <summary>The right answer after three seconds.</summary>
    Slow,

    /// <summary>Addresses of nobody, and of a machine that is no pod.</summary>
    Wrong,
}
