using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Sockets;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Silo.Tests.Discovery;

public sealed class MeasuredCluster
{
    [Fact]
    public async Task Counts_what_the_page_shows()
    {
        var (plan, other) = (new PodPlan { Generation = 1 }, new PodPlan { Generation = 2 });
        var names = new TestNames(plan.Address, other.Address, new PodPlan().Address);
        await using var pod = await DiscoveredPod.StartAsync(plan with { Names = names, Members = [new(plan.Silo!, "one", "Active"), new(other.Silo!, "two", "Joining")] });
        await using var peer = await DiscoveredPod.StartAsync(other with { Names = names });
        await pod.LinkedAsync(other);
        var values = new ConcurrentDictionary<string, double>();
        using var listener = Listen(pod, values);

        await SeesAsync("identity_cluster_peers{link=\"up\"}", 1);
        await SeesAsync("identity_cluster_peers{link=\"refused\"}", 1);
        await SeesAsync("identity_cluster_peers{link=\"wrong-cluster\"}", 0);
        await SeesAsync("identity_cluster_members{}", 1);
        await SeesAsync("identity_cluster_dns_addresses{}", 3);
        await SeesAsync("identity_cluster_dns_failing{name=\"pods.test\"}", 0);

        names.Fail(SocketError.TryAgain);
        await SeesAsync("identity_cluster_dns_failing{name=\"pods.test\"}", 1);
        await peer.EndAsync();
        await SeesAsync("identity_cluster_peers{link=\"refused\"}", 2);
        await SeesAsync("identity_cluster_links_broken_total{}", 1);
        Assert.True(values["identity_cluster_problems{}"] >= 3);

        Task SeesAsync(string series, double value) => Eventually.TrueAsync(
            () =>
            {
                listener.RecordObservableInstruments();
                return values.GetValueOrDefault(series, double.NaN) == value;
            },
            $"{series} is {value}");
    }

    // As /metrics names them, but of this pod alone: others of this process measure too.
    private static MeterListener Listen(DiscoveredPod pod, ConcurrentDictionary<string, double> values)
    {
        var factory = pod.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Identity.Cluster" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
        return listener;

        void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var counts = instrument is Counter<int> or Counter<long>;
            var labels = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}=\"{tag.Value}\""));
            values.AddOrUpdate($"{instrument.Name.Replace('.', '_')}{(counts ? "_total" : "")}{{{labels}}}", value, (_, before) => counts ? before + value : value);
        }
    }
}
