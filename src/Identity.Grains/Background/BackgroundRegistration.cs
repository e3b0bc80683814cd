using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Identity.Grains.Background;

/// <summary>Registers background work.</summary>
public static class BackgroundRegistration
{
    /// <summary>Adds the work of a service, which becomes a singleton unless it is registered already.</summary>
    public static IServiceCollection AddBackgroundWork<T>(this IServiceCollection services)
        where T : class, IBackgroundWorker
    {
        services.AddBackgroundTasks();
        services.TryAddSingleton<T>();
        services.AddSingleton<IBackgroundWorker>(provider => provider.GetRequiredService<T>());

        // Moved to the end each time, so that it starts last and stops first.
        foreach (var before in services.Where(service => service.ImplementationType == typeof(BackgroundWorkOwner)).ToList())
        {
            services.Remove(before);
        }

        return services.AddSingleton<IHostedService, BackgroundWorkOwner>();
    }

    /// <summary>Adds <see cref="BackgroundTasks"/>.</summary>
    public static IServiceCollection AddBackgroundTasks(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WorkRecords>();
        services.TryAddSingleton<WorkMetrics>();
        services.TryAddSingleton<BackgroundTasks>();

        // A second net: nothing of ours is such a service.
        services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        return services;
    }
}
