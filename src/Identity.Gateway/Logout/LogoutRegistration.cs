using Identity.Gateway.Cors;
using Identity.Gateway.Logout.Notices;
using Identity.Gateway.Pages;
using Identity.Grains.Background;
using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Logout;

/// <summary>Registers and maps logout.</summary>
internal static class LogoutRegistration
{
    public static IServiceCollection AddLogout(this IServiceCollection services)
    {
        // The network's time, whatever clock tokens go by.
        services.AddSingleton(_ => new NoticeQueue(TimeProvider.System));
        return services
            .AddSingleton<NoticeMetrics>()
            .AddSingleton<NoticeDelivery>()
            .AddBackgroundWork<BackchannelLogout>()
            .AddSingleton<SessionLogout>()
            .AddSingleton<LogoutConfirmation>()
            .AddSingleton<TokenLogout>()
            .AddSingleton<LogoutEndpoint>();
    }

    public static void MapLogout(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        routes.MapRealmPage("/protocol/openid-connect/logout", ["GET", "POST"], services.GetRequiredService<LogoutEndpoint>().HandleAsync);
        routes.MapRealm("/protocol/openid-connect/logout", ["OPTIONS"], (http, _) => CorsHeaders.PreflightAsync(http, "GET, POST, OPTIONS"));
        routes.MapRealmPage("/protocol/openid-connect/logout/logout-confirm", ["GET", "POST"], services.GetRequiredService<LogoutConfirmation>().HandleAsync);
    }
}
