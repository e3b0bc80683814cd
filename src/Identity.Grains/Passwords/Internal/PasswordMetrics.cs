using System.Diagnostics.Metrics;

namespace Identity.Grains.Passwords.Internal;

/// <summary>Counts and times the hashing of passwords.</summary>
internal sealed class PasswordMetrics
{
    public const string MeterName = "Identity.Passwords";
    public const string HashDuration = "identity.passwords.hash.duration";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _refused;

    public PasswordMetrics(IMeterFactory meters, Func<int> queueLength)
    {
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram<double>(HashDuration, "s", "Time to compute one hash, waiting excluded.");
        _refused = meter.CreateCounter<long>("identity.passwords.refused", description: "Passwords refused because too many were waiting.");
        meter.CreateObservableGauge("identity.passwords.queue.length", queueLength, description: "Passwords waiting to be hashed.");
    }

    public void Hashed(string algorithm, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("algorithm", algorithm));

    public void Refused() => _refused.Add(1);
}
