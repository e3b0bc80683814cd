using Identity.Gateway.Cookies;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Authentication;
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
        .AddSingleton<LoginMarks>()
        .AddSingleton<KnownBrowserCookie>()
        .AddSingleton<LoginUsers>()
        .AddSingleton<OtherSessions>()
        .AddSingleton<LoginCompletion>()
        .AddSingleton<LoginFlow>()
        .AddSingleton<LoginStep>()
        .AddSingleton<DueAction>()
        .AddSingleton<AuthenticateEndpoint>()
        .AddSingleton<OneTimeCodeEndpoint>()
        .AddSingleton<RequiredActionEndpoint>()
        .AddSingleton<UpdateProfileEndpoint>()
        .AddSingleton<AcceptTermsEndpoint>()
        .AddSingleton<ConsentEndpoint>();

    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        routes.MapRealmPage("/login-actions/authenticate", GetAndPost, services.GetRequiredService<AuthenticateEndpoint>().HandleAsync);
        routes.MapRealmPage("/login-actions/one-time-code", GetAndPost, services.GetRequiredService<OneTimeCodeEndpoint>().HandleAsync);
        routes.MapRealmPage("/login-actions/required-action", GetAndPost, RequiredAction(services));
        routes.MapRealmPage("/login-actions/consent", GetAndPost, services.GetRequiredService<ConsentEndpoint>().HandleAsync);
        routes.MapRealmPage("/login-actions/{action}", GetAndPost, (http, realm) =>
            MessagePages.ErrorAsync(http, realm, StatusCodes.Status400BadRequest, "An error occurred, please login again through your application."));
    }

    // The address names the action; each checks that it is the one that is due.
    private static RealmHandler RequiredAction(IServiceProvider services)
    {
        var password = services.GetRequiredService<RequiredActionEndpoint>();
        var profile = services.GetRequiredService<UpdateProfileEndpoint>();
        var terms = services.GetRequiredService<AcceptTermsEndpoint>();
        return (http, realm) => (string?)http.Request.Query["execution"] switch
        {
            RequiredActionSupport.UpdateProfile => profile.HandleAsync(http, realm),
            RequiredActionSupport.AcceptTerms => terms.HandleAsync(http, realm),
            _ => password.HandleAsync(http, realm),
        };
    }
}
