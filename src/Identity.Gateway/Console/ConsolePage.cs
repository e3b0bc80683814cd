using System.Text;
using System.Text.Json;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Console;

/// <summary>The page that loads the console, and what it tells it about this server.</summary>
internal static class ConsolePage
{
    private const string Client = "security-admin-console";

    /// <summary>Sends the page of the realm's console.</summary>
    /// <param name="http">The answer.</param>
    /// <param name="realm">Whose users log in.</param>
    /// <param name="version">The console's version.</param>
    public static Task WriteAsync(HttpContext http, RealmContext realm, string version)
    {
        PageHeaders.ApplyApplication(http, realm);
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Render(realm, version)), http.RequestAborted).AsTask();
    }

    /// <summary>Sends the page that says that there is no console.</summary>
    public static Task WriteMissingAsync(HttpContext http, RealmContext realm) =>
        PageWriter.WriteAsync(http, realm, StatusCodes.Status404NotFound, PageLayout.Render(
            realm,
            "Identity Admin Console",
            "This server has no admin console",
            Html.Of($"""
                <p class="instruction">It was built without one, because the console needs npm to be built. Install Node.js with npm, run <code>./identity build</code>
                and start the server again. Everything else works without it.</p>
                """)));

    private static string Render(RealmContext realm, string version)
    {
        var files = $"{new Uri(realm.AdminUrl).AbsolutePath.TrimEnd('/')}/resources/{version}/admin/console";
        var page = Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Identity Admin Console</title>
            <link rel="icon" type="image/svg+xml" href="{files}/favicon.svg">
            <link rel="stylesheet" href="{files}/main.css">
            <script type="module" src="{files}/main.js"></script>
            </head>
            <body data-page-id="admin">
            <div id="app"><main class="loading"><p id="loading-text">Loading the Admin Console</p></main></div>
            <noscript>The Admin Console needs JavaScript.</noscript>

            """);
        return $"{page}<script id=\"environment\" type=\"application/json\">{Environment(realm, files, version)}</script>\n</body>\n</html>\n";
    }

    // Safe inside an element: this writer's encoder leaves no < > & or quote as it is.
    private static string Environment(RealmContext realm, string files, string version)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("serverBaseUrl", realm.BaseUrl);
            json.WriteString("adminBaseUrl", realm.AdminUrl);
            json.WriteString("authUrl", realm.BaseUrl);
            json.WriteString("authServerUrl", realm.BaseUrl);
            json.WriteString("realm", realm.Realm.Name);
            json.WriteString("clientId", Client);
            json.WriteString("resourceUrl", files);
            json.WriteString("logo", string.Empty);
            json.WriteString("logoUrl", string.Empty);
            json.WriteBoolean("darkMode", true);
            json.WriteString("consoleBaseUrl", ConsoleEndpoints.Path(realm));
            json.WriteString("masterRealm", MasterRealm.Name);
            json.WriteString("resourceVersion", version);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.ToArray());
    }
}
