using System.Diagnostics.Metrics;
using System.Net;
using Identity.Silo.Metrics;
using Identity.Testing.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Silo.Tests.Metrics;

/// <summary>What Prometheus is told. The alarms of k8s/components/monitoring ask for these names.</summary>
public sealed class ExportedMetrics : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Next()}/metrics");
    private WebApplication _server = null!;

    private Meter Meter => _server.Services.GetRequiredService<IMeterFactory>().Create("Identity.Test");

    public async ValueTask InitializeAsync()
    {
        _server = Build();
        _server.UseRouting();
        _server.UseMetricsExport(http => http.Request.Headers.Host.Count == 1);
        _server.MapGet("/realms/{realm}", () => "here");
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task Have_the_names_that_alarms_ask_for()
    {
        Meter.CreateCounter<long>("identity.token.requests", "{request}").Add(2, new("grant_type", "password"), new("outcome", "a\"b\n"));
        Meter.CreateCounter<long>("identity.passwords.refused").Add(1);
        Meter.CreateObservableGauge("identity.clock.machine_ahead", () => 0.25, "s");
        Meter.CreateObservableGauge("identity.background.last_success", () => new Measurement<long>(7, new KeyValuePair<string, object?>("work", "clock")), "s");
        Meter.CreateObservableGauge("identity.cluster.peers", () => 3, "{peer}");
        await _http.GetStringAsync(new Uri(_address, "/realms/any"));

        var text = await _http.GetStringAsync(_address);

        Assert.Contains("\nidentity_token_requests_total{grant_type=\"password\",outcome=\"a\\\"b\\n\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("\nidentity_passwords_refused_total{} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nidentity_clock_machine_ahead_seconds{} 0.25\n", text, StringComparison.Ordinal);
        Assert.Contains("\nidentity_background_last_success_seconds{work=\"clock\"} 7\n", text, StringComparison.Ordinal);
        Assert.Contains("\nidentity_cluster_peers{} 3\n", text, StringComparison.Ordinal);
        var requests = Assert.Single(text.Split('\n'), line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal) && line.Contains("http_route=\"/realms/{realm}\"", StringComparison.Ordinal));
        Assert.Contains("http_response_status_code=\"200\"", requests, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_those_of_this_server_and_of_the_process()
    {
        await using var other = Build();
        await other.StartAsync();
        other.Services.GetRequiredService<IMeterFactory>().Create("Identity.Test").CreateObservableGauge("identity.servers", () => 1);
        Meter.CreateObservableGauge("identity.servers", () => 2);

        var text = await _http.GetStringAsync(_address);

        Assert.Contains("\nidentity_servers{} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("\ndotnet_gc_collections_total{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_there_without_the_instrument_that_fails()
    {
        Meter.CreateObservableGauge("identity.fails", Fail);
        Meter.CreateObservableGauge("identity.works", () => 7);

        Assert.Contains("\nidentity_works{} 7\n", await _http.GetStringAsync(_address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_bounded()
    {
        var counter = Meter.CreateCounter<int>("identity.many");
        for (var i = 0; i < 3_000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("n", i));
        }

        var text = await _http.GetStringAsync(_address);

        Assert.InRange(text.Split("identity_many_total{").Length, 2, 202);
        Assert.Contains("\nidentity_many_total{otel_metric_overflow=\"true\"} ", text, StringComparison.Ordinal);
    }

    private static int Fail() => throw new InvalidOperationException();

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _server is null ? _address.Port : 0));
        builder.Services.AddMetrics();
        builder.Services.AddMetricsExport();
        return builder.Build();
    }
}
