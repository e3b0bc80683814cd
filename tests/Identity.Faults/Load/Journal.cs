using System.Collections.Concurrent;
using System.Diagnostics;
using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>The history as it is written, with the clock that all of it is told by.</summary>
internal sealed class Journal
{
    private readonly ConcurrentQueue<Operation> _operations = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Since the journal was begun.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    public IReadOnlyCollection<Operation> Operations => _operations;

    public Operation Add(Operation operation)
    {
        _operations.Enqueue(operation);
        return operation;
    }
}
