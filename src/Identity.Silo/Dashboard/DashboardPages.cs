using Orleans.Dashboard;

namespace Identity.Silo.Dashboard;

/// <summary>What of the Orleans Dashboard is served. Whoever asks has been let in.</summary>
/// <param name="services">Of the server.</param>
/// <param name="host">The dashboard's own start, which needs a silo that runs.</param>
internal sealed class DashboardPages(IServiceProvider services, IHostedService host)
{
    // Named one by one: the state of a grain, the log, and whatever a later version adds are not among them.
    private static readonly HashSet<string> s_served = new(StringComparer.Ordinal)
    {
        "", "index.html", "index.css", "index.min.js", "favicon.ico", "fonts/{**path}", "img/{**path}", "version",
        "DashboardCounters", "ClusterStats", "TopGrainMethods", "GrainTypes", "GrainStats/{*grainName}", "LifecycleStages",
        "HistoricalStats/{*path}", "SiloProperties/{*address}", "SiloMetadata/{*address}", "SiloStats/{*address}", "SiloCounters/{*address}",
        "Reminders", "Reminders/{page:int}",
    };

    private readonly Lock _turn = new();
    private Task<RequestDelegate>? _pages;

    public async Task AnswerAsync(HttpContext http) => await (await PagesAsync())(http);

    // Made when first asked for, and again where that failed: it unpacks and packs some twenty megabytes, which takes a second, on a thread that serves nobody else.
    private Task<RequestDelegate> PagesAsync()
    {
        lock (_turn)
        {
            return _pages = _pages is { IsFaulted: false } made ? made : Task.Run(() => MakeAsync(services, host));
        }
    }

    private static async Task<RequestDelegate> MakeAsync(IServiceProvider services, IHostedService host)
    {
        await host.StartAsync(CancellationToken.None);

        // Routes of its own: those of the server are on the other ports.
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.UseEndpoints(endpoints => ((IEndpointConventionBuilder)endpoints.MapOrleansDashboard(DashboardGate.Path)).Add(LeaveOut));
        return app.Build();
    }

    private static void LeaveOut(EndpointBuilder endpoint)
    {
        if (!s_served.Contains(((RouteEndpointBuilder)endpoint).RoutePattern.RawText![DashboardGate.Path.Length..].TrimStart('/')))
        {
            endpoint.RequestDelegate = http =>
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            };
        }
    }
}
