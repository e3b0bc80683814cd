namespace Identity.Grains.Storage;

/// <summary>A write was refused because another row has the same unique value. Nothing was written.</summary>
/// <remarks>An <see cref="OrleansException"/>, because Orleans passes on those of a storage provider as they are and wraps all others.</remarks>
[GenerateSerializer, Alias("identity.duplicate-key")]
public sealed class DuplicateKeyException : OrleansException
{
    /// <summary>Names the unique index, for example <c>user_account_username</c>.</summary>
    public DuplicateKeyException(string index)
        : base($"Another row has the same value in the unique index {index}.") => Index = index;

    /// <summary>The unique index that refused the row.</summary>
    [Id(0)]
    public string Index { get; private init; }
}
