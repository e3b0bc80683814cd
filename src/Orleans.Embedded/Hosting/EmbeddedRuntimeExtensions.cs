using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
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

    internal static IServiceCollection AddEmbeddedRuntime(this IServiceCollection services) => services;
}
