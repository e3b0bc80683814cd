using System.Collections.Concurrent;

namespace Identity.Grains.Background;

/// <summary>How each background work of this process has fared. Names are those of the source: their number is bounded.</summary>
public sealed class WorkRecords(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WorkRecord> _loops = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WorkRecord> _tasks = new(StringComparer.Ordinal);

    /// <summary>Work that is done turn after turn: when it last succeeded tells whether it is still done.</summary>
    public IEnumerable<WorkRecord> Loops => _loops.Values;

    /// <summary>All, those included that are done when there is occasion.</summary>
    public IEnumerable<WorkRecord> All => _loops.Values.Concat(_tasks.Values);

    internal WorkRecord OfLoop(string name) => _loops.GetOrAdd(name, static (name, time) => new WorkRecord(name, time), time);

    internal WorkRecord OfTask(string name) => _tasks.GetOrAdd(name, static (name, time) => new WorkRecord(name, time), time);
}
