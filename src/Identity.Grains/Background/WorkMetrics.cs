using System.Diagnostics.Metrics;

namespace Identity.Grains.Background;

/// <summary>Shows how background work fares.</summary>
internal sealed class WorkMetrics
{
    public WorkMetrics(IMeterFactory meters, WorkRecords records)
    {
        var meter = meters.Create("Identity.Background");
        meter.CreateObservableCounter("identity.background.failures", () => Failures(records), description: "Failed turns of background work.");
        meter.CreateObservableGauge(
            "identity.background.last_success",
            () => records.Loops.Select(record => new Measurement<long>(record.LastSuccess, Work(record))),
            "s",
            "When background work last succeeded, in seconds since 1970.");
    }

    private static IEnumerable<Measurement<long>> Failures(WorkRecords records) => records.All.SelectMany(record => (Measurement<long>[])
    [
        new(record.StorageFailures, Work(record), new("cause", "storage")),
        new(record.Faults, Work(record), new("cause", "fault")),
    ]);

    private static KeyValuePair<string, object?> Work(WorkRecord record) => new("work", record.Name);
}
