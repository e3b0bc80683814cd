using System.Runtime.CompilerServices;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>One record of an activation. What is in memory changes only after storage has answered.</summary>
internal sealed class PersistentState<T>(string name, GrainId grainId, IGrainStorage storage, TimeProvider time)
    : PersistentState, IPersistentState<T>
{
    private readonly IGrainStateVersions? _versions = storage as IGrainStateVersions;
    private bool _untouched = true;
    private bool _unknown;
    private long _currentAt = long.MinValue;

    public T State { get; set; } = NewState();

    public string? Etag { get; private set; }

    public bool RecordExists { get; private set; }

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public override async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var read = new GrainState<T> { State = NewState() };
        await storage.ReadStateAsync(name, grainId, read, cancellationToken);
        Adopt(read, read.State);
        _untouched = _unknown = false;
        _currentAt = asked;
    }

    public async Task WriteStateAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var written = Copy();
        await ChangeAsync(() => storage.WriteStateAsync(name, grainId, written, cancellationToken));
        Etag = written.ETag;
        RecordExists = written.RecordExists;

        // The comparison that the write passed is as good as one before the turn.
        _currentAt = asked;
    }

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        var cleared = Copy();
        await ChangeAsync(() => storage.ClearStateAsync(name, grainId, cleared, cancellationToken));
        Adopt(cleared, default);
    }

    internal override async ValueTask<bool> IsStaleAsync(long askedAt, StateNeed need, CancellationToken cancellationToken)
    {
        if (_untouched)
        {
            return need != StateNeed.New;
        }

        if (_unknown)
        {
            return true;
        }

        if (need != StateNeed.Current)
        {
            return false;
        }

        // What was current after the turn was asked for is current enough for it: the turn overlaps that moment.
        if (_versions is null || askedAt < _currentAt)
        {
            return false;
        }

        var asked = time.GetTimestamp();
        var version = await _versions.ReadVersionAsync(name, grainId, cancellationToken);
        if (!string.Equals(version, RecordExists ? Etag : null, StringComparison.Ordinal))
        {
            return true;
        }

        _currentAt = asked;
        return false;
    }

    private static T NewState() =>
        typeof(T).IsValueType ? default!
        : typeof(T).GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance<T>()
        : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));

    private GrainState<T> Copy() => new(State, Etag) { RecordExists = RecordExists };

    private async Task ChangeAsync(Func<Task> change)
    {
        _untouched = false;
        try
        {
            await change();
        }
        catch
        {
            // Whether it was written is unknown, and what is in memory was not confirmed: the next turn reads first.
            _unknown = true;
            throw;
        }
    }

    private void Adopt(GrainState<T> stored, T? state)
    {
        State = state ?? NewState();
        Etag = stored.ETag;
        RecordExists = stored.RecordExists;
    }
}
