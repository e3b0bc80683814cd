using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
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
        services.AddOptions<EmbeddedOptions>()
            .Validate(options => options.MaxActivations > 0, "MaxActivations must be 1 or more.")
            .ValidateOnStart();
        services.AddOptions<SiloMessagingOptions>()
            .Validate(options => options.ResponseTimeout > TimeSpan.Zero, "ResponseTimeout must be more than zero.")
            .ValidateOnStart();
        services.AddOptions<GrainCollectionOptions>()
            .Validate(options => options.CollectionQuantum > TimeSpan.Zero, "CollectionQuantum must be more than zero.")
            .Validate(options => options.CollectionAge > TimeSpan.Zero, "CollectionAge must be more than zero.")
            .Validate(options => options.ActivationTimeout > TimeSpan.Zero, "ActivationTimeout must be more than zero.")
            .Validate(options => options.DeactivationTimeout > TimeSpan.Zero, "DeactivationTimeout must be more than zero.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GrainClasses>();
        services.AddSingleton<EmbeddedMetrics>();
        services.AddSingleton<Activations>();
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Activations>().References);
        services.AddSingleton<EmbeddedSilo>();
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedSilo>());
    }
}
