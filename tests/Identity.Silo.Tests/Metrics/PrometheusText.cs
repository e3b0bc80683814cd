using System.Diagnostics.Metrics;
using Identity.Silo.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Silo.Tests.Metrics;

public sealed class PrometheusText
{
    [Fact]
    public async Task Writes_counters_and_histograms_with_labels()
    {
        using var metrics = new MetricsText(Factory());
        await metrics.StartAsync(CancellationToken.None);
        using var meter = new Meter("Identity.PrometheusText");
        var counter = meter.CreateCounter<int>("test.logins");
        var histogram = meter.CreateHistogram<double>("test.wait", "s");

        counter.Add(1, new KeyValuePair<string, object?>("outcome", "a\"b"));
        counter.Add(2, new KeyValuePair<string, object?>("outcome", "a\"b"));
        histogram.Record(0.02);

        var text = metrics.Write();
        Assert.Contains("# TYPE test_logins_total counter\ntest_logins_total{outcome=\"a\\\"b\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("test_wait_seconds_bucket{le=\"0.01\"} 0\ntest_wait_seconds_bucket{le=\"0.025\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("test_wait_seconds_bucket{le=\"+Inf\"} 1\ntest_wait_seconds_sum 0.02\ntest_wait_seconds_count 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_nothing_of_another_server_in_the_process()
    {
        var (own, others) = (Factory(), Factory());
        using var metrics = new MetricsText(own);
        await metrics.StartAsync(CancellationToken.None);
        others.Create("Identity.Servers").CreateObservableGauge("test.servers", () => 1);
        own.Create("Identity.Servers").CreateObservableGauge("test.servers", () => 2);
        others.Create("Identity.Servers").CreateObservableGauge("test.servers", () => 3);

        Assert.Contains("test_servers 2\n", metrics.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_there_without_the_instrument_that_fails()
    {
        using var metrics = new MetricsText(Factory());
        await metrics.StartAsync(CancellationToken.None);
        using var meter = new Meter("Identity.Fails");
        meter.CreateObservableGauge("test.fails", Fail);
        meter.CreateObservableGauge("test.works", () => 7);
        meter.CreateCounter<int>("test.tag").Add(1, new KeyValuePair<string, object?>("bad", new Unprintable()));

        var text = metrics.Write();

        Assert.Contains("test_works 7\n", text, StringComparison.Ordinal);
        Assert.Contains("identity_metrics_failures 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_are_told_apart_by_each_name_and_value()
    {
        using var metrics = new MetricsText(Factory());
        await metrics.StartAsync(CancellationToken.None);
        using var meter = new Meter("Identity.Tags");
        var counter = meter.CreateCounter<int>("test.tags");

        for (var round = 0; round < 2; round++)
        {
            counter.Add(1);
            counter.Add(1, new KeyValuePair<string, object?>("a", "x"), new KeyValuePair<string, object?>("b", "y"));
            counter.Add(1, new KeyValuePair<string, object?>("a", "x"), new KeyValuePair<string, object?>("c", "y"));
            counter.Add(1, new KeyValuePair<string, object?>("a", 200), new KeyValuePair<string, object?>("b", null));
            counter.Add(1, new KeyValuePair<string, object?>("a", "200"), new KeyValuePair<string, object?>("b", null));
        }

        var text = metrics.Write();
        Assert.Contains("test_tags_total 2\n", text, StringComparison.Ordinal);
        Assert.Contains("test_tags_total{a=\"x\",b=\"y\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("test_tags_total{a=\"x\",c=\"y\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("test_tags_total{a=\"200\",b=\"\"} 4\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_whose_labels_are_cut_to_the_same_text_share_a_series()
    {
        using var metrics = new MetricsText(Factory());
        await metrics.StartAsync(CancellationToken.None);
        using var meter = new Meter("Identity.Cut");
        var counter = meter.CreateCounter<int>("test.cut");
        var label = new string('x', 120);

        for (var i = 0; i < 3_000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("n", $"{label}{i}"));
        }

        Assert.Contains($"test_cut_total{{n=\"{label}\"}} 3000\n", metrics.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Series_beyond_the_bound_are_dropped_and_counted()
    {
        using var metrics = new MetricsText(Factory());
        await metrics.StartAsync(CancellationToken.None);
        using var meter = new Meter("Identity.Bound");
        var counter = meter.CreateCounter<int>("test.many");

        for (var i = 0; i < 3_000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("n", i));
        }

        var text = metrics.Write();
        Assert.DoesNotContain("identity_metrics_dropped_series 0\n", text, StringComparison.Ordinal);
        Assert.True(text.Split("test_many_total{").Length <= 2_001);
    }

    private static int Fail() => throw new InvalidOperationException();

    private static IMeterFactory Factory() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private sealed class Unprintable
    {
        public override string ToString() => throw new InvalidOperationException();
    }
}
