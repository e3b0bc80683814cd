using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace Orleans.Embedded;

/// <summary>Tells the embedded runtime where the grains are.</summary>
public static class EmbeddedRuntimeExtensions
{
    /// <summary>Adds all grain classes of an assembly, the internal ones included. Adding an assembly twice changes nothing.</summary>
    public static ISiloBuilder AddGrains(this ISiloBuilder builder, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(assembly);
        builder.Services.AddSingleton(new GrainAssembly(assembly));
        return builder;
    }

    internal static void AddEmbeddedRuntime(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Activations)))
        {
            return;
        }

        services.AddLogging();
        services.AddMetrics();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GrainClasses>();
        services.AddSingleton<EmbeddedMetrics>();
        services.AddSingleton<Activations>();
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Activations>().References);
        services.AddSingleton<EmbeddedSilo>();
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedSilo>());
    }
}
