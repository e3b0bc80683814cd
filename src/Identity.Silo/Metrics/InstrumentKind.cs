using System.Diagnostics.Metrics;

namespace Identity.Silo.Metrics;

/// <summary>How an instrument's measurements add up.</summary>
/// <param name="Prometheus">The type's name in Prometheus text.</param>
/// <param name="Adds">Each measurement is a difference; otherwise the value as it is.</param>
internal sealed record InstrumentKind(string Prometheus, bool Adds)
{
    public static readonly InstrumentKind Counter = new("counter", true);
    public static readonly InstrumentKind ObservedCounter = new("counter", false);
    public static readonly InstrumentKind UpDownCounter = new("gauge", true);
    public static readonly InstrumentKind Gauge = new("gauge", false);
    public static readonly InstrumentKind Histogram = new("histogram", true);

    public static InstrumentKind Of(Instrument instrument)
    {
        var name = instrument.GetType().Name;
        return name.StartsWith("ObservableCounter", StringComparison.Ordinal) ? ObservedCounter
            : name.StartsWith("Counter", StringComparison.Ordinal) ? Counter
            : name.StartsWith("UpDownCounter", StringComparison.Ordinal) ? UpDownCounter
            : name.StartsWith("Histogram", StringComparison.Ordinal) ? Histogram
            : Gauge;
    }
}
