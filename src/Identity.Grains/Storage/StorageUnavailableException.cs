namespace Identity.Grains.Storage;

/// <summary>The database did not answer. Whether a write happened is unknown. Callers answer 503 with Retry-After.</summary>
public sealed class StorageUnavailableException : Exception
{
    /// <summary>Wraps the driver's exception.</summary>
    public StorageUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
