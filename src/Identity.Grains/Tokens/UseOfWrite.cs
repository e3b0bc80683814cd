using Identity.Grains.Storage;

namespace Identity.Grains.Tokens;

/// <summary>Uses up what serves once (<see cref="RevokedTokenKey"/>) in the commit of the record that it serves for: both are there afterwards, or neither.</summary>
/// <remarks>Applies to a new record that is inserted in the scope's own flow of calls. Where the use is there already the insert is refused as
/// one that met another writer's record, whatever has become of that record since.</remarks>
public sealed class UseOfWrite : IDisposable
{
    private static readonly AsyncLocal<UseOfWrite?> s_current = new();

    private readonly UseOfWrite? _outer;

    private UseOfWrite(EntityKey key, long expiresAt)
    {
        (Key, ExpiresAt) = (key, expiresAt);
        _outer = s_current.Value;
        s_current.Value = this;
    }

    /// <summary>What the next insert uses up; null where it uses up nothing. For the storage provider.</summary>
    public static UseOfWrite? Current => s_current.Value;

    /// <summary>What is used up: a key of a revoked token's kind.</summary>
    public EntityKey Key { get; }

    /// <summary>Unix seconds; until then it is remembered.</summary>
    public long ExpiresAt { get; }

    /// <summary>Begins a scope. Dispose it in the method that began it.</summary>
    public static UseOfWrite Begin(EntityKey key, long expiresAt) => new(key, expiresAt);

    /// <summary>Ends the scope.</summary>
    public void Dispose() => s_current.Value = _outer;
}
