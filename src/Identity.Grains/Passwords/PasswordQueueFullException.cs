namespace Identity.Grains.Passwords;

/// <summary>Too many passwords wait to be hashed. Callers answer 503 with Retry-After.</summary>
public sealed class PasswordQueueFullException : Exception
{
    /// <summary>A full queue.</summary>
    public PasswordQueueFullException()
        : base("Too many passwords are waiting to be hashed.")
    {
    }
}
