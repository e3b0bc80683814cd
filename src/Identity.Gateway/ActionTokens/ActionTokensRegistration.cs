using Identity.Gateway.Mail;
using Identity.Gateway.Pages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.ActionTokens;

/// <summary>Registers and maps the links that are mailed to people.</summary>
internal static class ActionTokensRegistration
{
    private static readonly string[] GetAndPost = ["GET", "POST"];

    public static IServiceCollection AddActionTokens(this IServiceCollection services) => services
        .AddSingleton<MailSender>()
        .AddSingleton<ActionTokenEndpoint>();

    public static void MapActionTokens(this IEndpointRouteBuilder routes) =>
        routes.MapRealmPage("/login-actions/action-token", GetAndPost, routes.ServiceProvider.GetRequiredService<ActionTokenEndpoint>().HandleAsync);
}
