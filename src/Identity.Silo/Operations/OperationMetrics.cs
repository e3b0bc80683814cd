using System.Diagnostics.Metrics;

namespace Identity.Silo.Operations;

/// <summary>Counts what operations do.</summary>
internal sealed class OperationMetrics
{
    private readonly Counter<long> _records;
    private readonly Counter<long> _finished;
    private readonly Counter<long> _failed;
    private long _unfinished;

    public OperationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Identity.Operations");
        _records = meter.CreateCounter<long>("identity.operations.records", description: "Records that operations have changed or removed.");
        _finished = meter.CreateCounter<long>("identity.operations.finished", description: "Operations finished.");
        _failed = meter.CreateCounter<long>("identity.operations.failures", description: "Batches of operations that failed and were put off.");
        meter.CreateObservableGauge("identity.operations.unfinished", () => Volatile.Read(ref _unfinished), description: "Operations that are not finished.");
    }

    public void Changed(string kind, long records) => _records.Add(records, new KeyValuePair<string, object?>("kind", kind));

    public void Finished(string kind) => _finished.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Failed() => _failed.Add(1);

    public void Unfinished(long operations) => Volatile.Write(ref _unfinished, operations);
}
