namespace Identity.Grains.Keys;

/// <summary>Too many keys wait to be made. Callers answer 503 with Retry-After.</summary>
public sealed class KeyQueueFullException : Exception
{
    /// <summary>A full queue.</summary>
    public KeyQueueFullException()
        : base("Too many keys are waiting to be made.")
    {
    }
}
