using Identity.Gateway.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Login;

/// <summary>Registers and maps the browser login.</summary>
internal static class LoginRegistration
{
    private static readonly string[] GetAndPost = ["GET", "POST"];

    public static IServiceCollection AddLogin(this IServiceCollection services) => services
        .AddSingleton<LoginMetrics>()
        .AddSingleton<LoginStates>()
        .AddSingleton<BrowserSessions>()
        .AddSingleton<LoginUsers>()
        .AddSingleton<OtherSessions>()
        .AddSingleton<LoginCompletion>()
        .AddSingleton<LoginFlow>()
        .AddSingleton<LoginStep>()
        .AddSingleton<DueAction>()
        .AddSingleton<AuthenticateEndpoint>()
        .AddSingleton<OneTimeCodeEndpoint>()
        .AddSingleton<RequiredActionEndpoint>()
        .AddSingleton<ConsentEndpoint>();

    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        routes.MapRealmPage("/login-actions/authenticate", GetAndPost, services.GetRequiredService<AuthenticateEndpoint>().HandleAsync);
        routes.MapRealmPage("/login-actions/one-time-code", GetAndPost, services.GetRequiredService<OneTimeCodeEndpoint>().HandleAsync);
        routes.MapRealmPage("/login-actions/required-action", GetAndPost, services.GetRequiredService<RequiredActionEndpoint>().HandleAsync);
        routes.MapRealmPage("/login-actions/consent", GetAndPost, services.GetRequiredService<ConsentEndpoint>().HandleAsync);
        routes.MapRealmPage("/login-actions/{action}", GetAndPost, (http, realm) =>
            MessagePages.ErrorAsync(http, realm, StatusCodes.Status400BadRequest, "An error occurred, please login again through your application."));
    }
}
