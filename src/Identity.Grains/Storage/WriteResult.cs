namespace Identity.Grains.Storage;

/// <summary>What became of a create, update or delete.</summary>
[GenerateSerializer, Alias("identity.write-result")]
public abstract record WriteResult
{
    private WriteResult()
    {
    }

    /// <summary>Committed.</summary>
    [GenerateSerializer, Immutable, Alias("identity.write-result.saved")]
    public sealed record Saved : WriteResult
    {
        /// <summary>The one instance.</summary>
        public static readonly Saved Instance = new();
    }

    /// <summary>A unique value is taken; nothing was written.</summary>
    [GenerateSerializer, Immutable, Alias("identity.write-result.duplicate")]
    public sealed record Duplicate : WriteResult
    {
        /// <summary>The unique index, for example <c>user_account_username</c>; <c>id</c> when the id itself is taken.</summary>
        [Id(0)]
        public required string Index { get; init; }
    }

    /// <summary>There is no such record.</summary>
    [GenerateSerializer, Immutable, Alias("identity.write-result.not-found")]
    public sealed record NotFound : WriteResult
    {
        /// <summary>The one instance.</summary>
        public static readonly NotFound Instance = new();
    }

    /// <summary>The record no longer has the version that the change was made from; nothing was written.</summary>
    [GenerateSerializer, Immutable, Alias("identity.write-result.changed")]
    public sealed record Changed : WriteResult
    {
        /// <summary>The one instance.</summary>
        public static readonly Changed Instance = new();
    }
}
