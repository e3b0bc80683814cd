using System.Diagnostics.Metrics;

namespace Orleans.Embedded;

/// <summary>What the grain runtime counts.</summary>
internal sealed class EmbeddedMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _turns;
    private readonly Counter<long> _activated;
    private readonly Counter<long> _deactivated;

    public EmbeddedMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Orleans.Embedded");
        _turns = _meter.CreateCounter<long>("grains.turns", "{turn}", "Turns that grains have finished.");
        _activated = _meter.CreateCounter<long>("grains.activated", "{activation}", "Activations begun.");
        _deactivated = _meter.CreateCounter<long>("grains.deactivated", "{activation}", "Activations ended, failed ones included.");
    }

    internal void Observe(Func<int> activations) =>
        _meter.CreateObservableGauge("grains.active", activations, "{activation}", "Activations in memory.");

    internal void TurnEnded() => _turns.Add(1);

    internal void Activated() => _activated.Add(1);

    internal void Deactivated() => _deactivated.Add(1);
}
