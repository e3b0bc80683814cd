using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Identity.Gateway.Outgoing;

/// <summary>Registers outgoing calls. The host configures <see cref="OutgoingOptions"/>.</summary>
internal static class OutgoingRegistration
{
    public static IServiceCollection AddOutgoing(this IServiceCollection services)
    {
        services.AddOptions<OutgoingOptions>();
        services.TryAddSingleton<NameResolver>();
        services.TryAddSingleton<OutgoingRule>();
        services.TryAddSingleton<OutgoingTrust>();
        services.TryAddSingleton(provider => new OutgoingConnections(provider.GetRequiredService<OutgoingRule>(), provider.GetRequiredService<NameResolver>()));
        services.TryAddSingleton<OutgoingHttp>();
        return services;
    }
}
