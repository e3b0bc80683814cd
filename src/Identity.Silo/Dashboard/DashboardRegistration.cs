using Orleans.Dashboard;
using Orleans.Serialization;

namespace Identity.Silo.Dashboard;

/// <summary>Adds the Orleans Dashboard to a silo, behind <see cref="DashboardGate"/>.</summary>
internal static class DashboardRegistration
{
    public static void AddGuardedDashboard(this ISiloBuilder silo)
    {
        var services = silo.Services;
        var before = services.ToHashSet();

        // Its grains are in no silo where it is switched off: none is placed there.
        services.AddSerializer(serializer => serializer.AddAssembly(typeof(DashboardOptions).Assembly));
        silo.AddDashboard(dashboard => dashboard.HideTrace = true);
        var added = services.Where(service => !before.Contains(service)).ToList();

        // It would hear every line of every level, for a stream of the log that is hidden; and call grains while the server starts.
        foreach (var service in added.Where(service => service.ServiceType == typeof(ILoggerProvider) || service.ServiceType == typeof(IHostedService)))
        {
            services.Remove(service);
        }

        var host = added.Single(service => service.ServiceType.Name == "DashboardHost").ServiceType;
        services.AddSingleton(provider => new DashboardPages(provider, (IHostedService)provider.GetRequiredService(host)));
        services.AddSingleton<DashboardGate>();
    }
}
