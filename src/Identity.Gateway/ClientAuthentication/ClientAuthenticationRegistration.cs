using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>Registers client authentication.</summary>
internal static class ClientAuthenticationRegistration
{
    public static IServiceCollection AddClientAuthentication(this IServiceCollection services) => services
        .AddSingleton<ClientAssertions>()
        .AddSingleton<ClientThrottle>()
        .AddSingleton<ClientAuthenticator>();
}
