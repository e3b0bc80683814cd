using Identity.Silo.Configuration;
using Identity.Silo.Dashboard;
using Identity.Silo.Discovery;
using Identity.Silo.Health;
using Identity.Silo.Metrics;

namespace Identity.Silo.Listening;

/// <summary>Keeps the two ports apart: what is on the management port is nowhere else, and the other way round.</summary>
internal static class ManagementPort
{
    public static void UseManagementPort(
        this IApplicationBuilder app, ManagementOptions options, HealthEndpoints health, ClusterPage cluster, DashboardGate? dashboard)
    {
        if (options.Metrics)
        {
            app.UseMetricsExport(IsOn);
        }

        app.Use(next => http => !IsOn(http) ? next(http)
            : dashboard is not null && http.Request.Path.StartsWithSegments(DashboardGate.Path) ? dashboard.AnswerAsync(http)
            : AnswerAsync(http, options, health, cluster));
    }

    private static bool IsOn(HttpContext http) => http.Features.Get<ManagementListener>() is not null;

    private static async Task AnswerAsync(HttpContext http, ManagementOptions options, HealthEndpoints health, ClusterPage cluster)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
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
