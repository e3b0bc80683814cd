using Identity.Gateway.Realms;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Identity.Gateway.Console;

/// <summary>Maps the admin console: its page, its files, its texts, and the ways there.</summary>
internal static class ConsoleEndpoints
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddAdminConsole(this IServiceCollection services) => services
        .AddSingleton(_ => ConsoleFolder.BesideExecutable())
        .AddSingleton<ConsoleFiles>()
        .AddSingleton<ConsoleTexts>();

    /// <summary>Where the realm's console is, on whichever host.</summary>
    public static string Path(RealmContext realm) =>
        $"{new Uri(realm.AdminUrl).AbsolutePath.TrimEnd('/')}/admin/{Uri.EscapeDataString(realm.Realm.Name)}/console/";

    public static void MapAdminConsole(this IEndpointRouteBuilder routes)
    {
        var folder = routes.ServiceProvider.GetRequiredService<ConsoleFolder>();
        var options = routes.ServiceProvider.GetRequiredService<IOptions<GatewayOptions>>();
        Redirect(routes, "/", options, "/admin/");
        Redirect(routes, "/admin", options, $"/admin/{MasterRealm.Name}/console/");

        RealmHandler console = (http, realm) => AnswerAsync(http, realm, folder);
        // The console of a disabled realm loads too, as Keycloak's does: logging in then says why it cannot be used.
        routes.MapRealmAt("/admin/{realm}/console", Read, console, console, "Realm not found.  Did you type in a bad URL?");

        var files = routes.ServiceProvider.GetRequiredService<ConsoleFiles>();
        routes.MapMethods("/resources/{version}/admin/console/{**path}", Read, files.AnswerAsync);
        var texts = routes.ServiceProvider.GetRequiredService<ConsoleTexts>();
        routes.MapRealmAt("/resources/{realm}/{themeType}/{locale}", Read, texts.AnswerAsync, texts.AnswerAsync);
    }

    private static void Redirect(IEndpointRouteBuilder routes, string path, IOptions<GatewayOptions> options, string to) =>
        routes.MapMethods(path, Read, http =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            http.Response.Redirect(RealmRoutes.AdminUrl(http.Request, options.Value) + to);
            return Task.CompletedTask;
        });

    private static Task AnswerAsync(HttpContext http, RealmContext realm, ConsoleFolder folder)
    {
        http.Response.Headers["X-Robots-Tag"] = "none";
        if (!http.Request.Path.Value!.EndsWith('/'))
        {
            http.Response.Headers.CacheControl = "no-cache";
            http.Response.Redirect(new Uri(realm.AdminUrl).GetLeftPart(UriPartial.Authority) + Path(realm));
            return Task.CompletedTask;
        }

        return folder.Version is { } version ? ConsolePage.WriteAsync(http, realm, version) : ConsolePage.WriteMissingAsync(http, realm);
    }
}
