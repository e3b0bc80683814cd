using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A write met another version in storage than it expected; nothing was written.</summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>An exception without details.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }

    /// <summary>An exception with the version in storage and the version expected.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>An exception with both versions and the storage's own exception.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException!)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>Whether the exception is still in the activation whose write failed; callers that pass it on are not to blame.</summary>
    internal bool IsSourceActivation { get; set; } = true;

    /// <summary>The version in storage, as far as known.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version that the writer held.</summary>
    public string? CurrentEtag { get; }
}
