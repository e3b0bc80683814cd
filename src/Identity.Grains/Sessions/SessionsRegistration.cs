using Microsoft.Extensions.DependencyInjection;

namespace Identity.Grains.Sessions;

/// <summary>Registers the sessions capability.</summary>
internal static class SessionsRegistration
{
    public static IServiceCollection AddSessions(this IServiceCollection services) =>
        services.AddMetrics().AddSingleton<SessionMetrics>();
}
