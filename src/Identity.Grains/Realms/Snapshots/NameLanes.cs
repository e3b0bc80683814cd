namespace Identity.Grains.Realms.Snapshots;

/// <summary>One at a time for each name, a few names sharing a lane.</summary>
internal sealed class NameLanes : IDisposable
{
    private const int Count = 64;

    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Count).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits until the name's lane is free, and has it until what it answers is disposed.</summary>
    public async Task<Turn> EnterAsync(string name, CancellationToken cancellationToken)
    {
        var lane = _lanes[(uint)name.GetHashCode(StringComparison.Ordinal) % Count];
        await lane.WaitAsync(cancellationToken);
        return new Turn(lane);
    }

    public void Dispose() => Array.ForEach(_lanes, lane => lane.Dispose());

    internal readonly struct Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
