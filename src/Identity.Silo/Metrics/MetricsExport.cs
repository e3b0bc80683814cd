using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Identity.Silo.Metrics;

/// <summary>Collects what the process measures (OpenTelemetry) and serves it at <c>/metrics</c> as Prometheus text.</summary>
/// <remarks>At most 2,000 series of requests, and 200 of any other instrument, for which room is made at once; what is beyond them is one series,
/// <c>otel_metric_overflow="true"</c>. An instrument that fails is missing.</remarks>
internal static class MetricsExport
{
    private const string Requests = "http.server.request.duration";
    private const int MaxRequests = 2_000;
    private const int MaxOthers = 200;

    private static readonly string[] s_meters =
        ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "Identity*", "Orleans*", "Microsoft.Orleans*"];

    public static void AddMetricsExport(this IServiceCollection services)
    {
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService("identity"))
            .WithMetrics(metrics => metrics.AddMeter(s_meters).AddPrometheusExporter(export => export.ScopeInfoEnabled = false));
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) =>
        {
            var meters = provider.GetRequiredService<IMeterFactory>();
            metrics.AddView(instrument => Keep(instrument, meters));
        });
    }

    /// <summary>Answers GET and HEAD of <c>/metrics</c> where the condition holds.</summary>
    public static void UseMetricsExport(this IApplicationBuilder app, Func<HttpContext, bool> where) =>
        app.UseOpenTelemetryPrometheusScrapingEndpoint(http => (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) && http.Request.Path == "/metrics" && where(http));

    // A listener hears every server of the process; each tells of its own, and of what the process has in common.
    private static MetricStreamConfiguration Keep(Instrument instrument, IMeterFactory meters) =>
        instrument.Meter.Scope is { } scope && scope != meters
            ? MetricStreamConfiguration.Drop
            : new MetricStreamConfiguration { CardinalityLimit = instrument.Name == Requests ? MaxRequests : MaxOthers };
}
