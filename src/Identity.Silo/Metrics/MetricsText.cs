using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Identity.Silo.Metrics;

/// <summary>Collects what the process measures and writes it as Prometheus text.</summary>
/// <remarks>At most 2,000 series: later ones are dropped and counted in <c>identity_metrics_dropped_series</c>. Histograms have
/// fixed buckets meant for seconds.</remarks>
internal sealed class MetricsText(IMeterFactory meters) : IHostedService, IDisposable
{
    private const int MaxSeries = 2_000;
    private static readonly string[] s_meters = ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql"];
    private static readonly string[] s_ownMeters = ["Identity", "Orleans", "Microsoft.Orleans"];

    private readonly ConcurrentDictionary<(string Name, string Labels), Series> _series = new();
    private readonly MeterListener _listener = new();
    private int _remembered;
    private long _dropped;
    private long _failures;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // A listener hears every server of the process; each tells of its own, and of what the process has in common.
            if (instrument.Meter.Scope is { } scope && scope != meters)
            {
                return;
            }

            if (s_meters.Contains(instrument.Meter.Name) || s_ownMeters.Any(own => instrument.Meter.Name.StartsWith(own, StringComparison.Ordinal)))
            {
                listener.EnableMeasurementEvents(instrument, new MeasuredSeries(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, measured) => Take((MeasuredSeries)measured!, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, measured) => Take((MeasuredSeries)measured!, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, measured) => Take((MeasuredSeries)measured!, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, measured) => Take((MeasuredSeries)measured!, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, measured) => Take((MeasuredSeries)measured!, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, measured) => Take((MeasuredSeries)measured!, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, measured) => Take((MeasuredSeries)measured!, (double)value, tags));
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    /// <summary>All series as they are now.</summary>
    public string Write()
    {
        Observe();
        var text = new StringBuilder();
        foreach (var family in _series.GroupBy(entry => entry.Key.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Key} {family.First().Value.Kind}\n");
            foreach (var (key, series) in family.OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal))
            {
                series.Write(text, key.Name, key.Labels);
            }
        }

        return text.Append(CultureInfo.InvariantCulture, $"# TYPE identity_metrics_dropped_series counter\nidentity_metrics_dropped_series {Interlocked.Read(ref _dropped)}\n")
            .Append(CultureInfo.InvariantCulture, $"# TYPE identity_metrics_failures counter\nidentity_metrics_failures {Interlocked.Read(ref _failures)}\n").ToString();
    }

    // All are asked before it throws: an instrument that fails is missing, and the others are there.
    private void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _failures);
        }
    }

    private void Take(MeasuredSeries measured, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            if ((measured.Find(tags) ?? Add(measured, tags)) is { } series)
            {
                series.Take(value);
            }
        }
        catch (Exception)
        {
            // What is measured must not fail because it is measured: this runs inside of it.
            Interlocked.Increment(ref _failures);
        }
    }

    private Series? Add(MeasuredSeries measured, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (measured.Name, PrometheusName.Labels(tags));
        if (!_series.TryGetValue(key, out var series))
        {
            if (_series.Count >= MaxSeries)
            {
                Interlocked.Increment(ref _dropped);
                return null;
            }

            series = _series.GetOrAdd(key, static (_, kind) => new Series(kind), measured.Kind);
        }

        // Different tags may have the same labels, long values are cut: what is remembered has a bound of its own.
        if (Volatile.Read(ref _remembered) < MaxSeries && measured.Remember(tags, series))
        {
            Interlocked.Increment(ref _remembered);
        }

        return series;
    }
}
