using Identity.Silo.Configuration;
using Identity.Silo.Discovery;
using Identity.Silo.Health;
using Identity.Silo.Metrics;

namespace Identity.Silo.Listening;

/// <summary>Keeps the two ports apart: what is on the management port is nowhere else, and the other way round.</summary>
internal static class ManagementPort
{
    public static void UseManagementPort(this IApplicationBuilder app, ManagementOptions options, HealthEndpoints health, MetricsText metrics, ClusterPage cluster) =>
        app.Use(next => http => http.Features.Get<ManagementListener>() is null ? next(http) : AnswerAsync(http, options, health, metrics, cluster));

    private static async Task AnswerAsync(HttpContext http, ManagementOptions options, HealthEndpoints health, MetricsText metrics, ClusterPage cluster)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        }
        else if (options.Metrics && http.Request.Path == "/metrics")
        {
            http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await http.Response.WriteAsync(metrics.Write(), http.RequestAborted);
        }
        else if (options.Health && http.Request.Path == "/cluster")
        {
            await cluster.WriteAsync(http);
        }
        else if (!options.Health || !await health.TryAnswerAsync(http))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
