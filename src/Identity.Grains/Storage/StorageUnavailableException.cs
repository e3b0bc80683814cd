namespace Identity.Grains.Storage;

/// <summary>The database did not answer. Whether a write happened is unknown. Callers answer 503 with Retry-After.</summary>
/// <remarks>An <see cref="OrleansException"/>, because Orleans passes on those of a storage provider as they are and wraps all others.</remarks>
[GenerateSerializer, Alias("identity.storage-unavailable")]
public sealed class StorageUnavailableException : OrleansException
{
    /// <summary>Says why. The driver's own exception is left behind: it cannot cross to another silo.</summary>
    public StorageUnavailableException(string message)
        : base(message)
    {
    }
}
