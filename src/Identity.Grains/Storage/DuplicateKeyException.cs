namespace Identity.Grains.Storage;

/// <summary>A write was refused because another row has the same unique value. Nothing was written.</summary>
public sealed class DuplicateKeyException : Exception
{
    /// <summary>Names the unique index, for example <c>user_account_username</c>.</summary>
    public DuplicateKeyException(string index)
        : base($"Another row has the same value in the unique index {index}.") => Index = index;

    /// <summary>The unique index that refused the row.</summary>
    public string Index { get; }
}
