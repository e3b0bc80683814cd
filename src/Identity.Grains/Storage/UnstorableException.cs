namespace Identity.Grains.Storage;

/// <summary>A value does not fit into the storage: too long for an index, out of a column's range, or a text that it cannot hold. Nothing was written,
/// and trying again will not help.</summary>
/// <remarks>An <see cref="OrleansException"/>, because Orleans passes on those of a storage provider as they are and wraps all others.</remarks>
[GenerateSerializer, Alias("identity.unstorable")]
public sealed class UnstorableException : OrleansException
{
    /// <summary>Names what the storage calls it, for example SQLSTATE 54000, without the value.</summary>
    public UnstorableException(string state)
        : base($"The storage refuses a value ({state}).") => State = state;

    /// <summary>The SQLSTATE.</summary>
    [Id(0)]
    public string State { get; private init; }
}
