using Identity.Gateway;
using Identity.Gateway.Admin.Access;
using Identity.Silo.Health;
using Identity.Silo.Listening;

namespace Identity.Silo.Dashboard;

/// <summary>Lets administrators of the server through to the Orleans Dashboard, and nobody else. Each request is judged anew.</summary>
internal sealed class DashboardGate
{
    /// <summary>Where the dashboard is, on the management port.</summary>
    public const string Path = "/dashboard";

    private readonly ServerAdministrators _administrators;
    private readonly DashboardPages _pages;
    private readonly RequestDelegate _answer;

    public DashboardGate(IServiceProvider services, ServerState state, ServerAdministrators administrators, DashboardPages pages)
    {
        _administrators = administrators;
        _pages = pages;
        var app = new ApplicationBuilder(services);
        app.UseFaultAnswers();
        app.UseStartGate(state);
        app.Run(LetThroughAsync);
        _answer = app.Build();
    }

    /// <summary>Answers a request at or below <see cref="Path"/>.</summary>
    public Task AnswerAsync(HttpContext http) => _answer(http);

    private Task LetThroughAsync(HttpContext http)
    {
        var isPage = http.Request.Path.Value!.TrimEnd('/') is Path or $"{Path}/index.html";
        return HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? ShowAsync(http, isPage)
            : HttpMethods.IsPost(http.Request.Method) && isPage ? TakeTokenAsync(http)
            : EndAsync(http, StatusCodes.Status405MethodNotAllowed);
    }

    private async Task ShowAsync(HttpContext http, bool isPage)
    {
        var access = await _administrators.JudgeAsync(http, DashboardCookie.Read(http.Request));
        var askForToken = isPage && http.Request.Headers.Authorization.Count == 0;
        switch (access)
        {
            case ServerAccess.Granted:
                DashboardHeaders.ApplyDashboard(http.Response.Headers);
                await _pages.AnswerAsync(http);
                break;
            case ServerAccess.Refused when askForToken:
                await TokenForm.WriteAsync(http, StatusCodes.Status403Forbidden, TokenForm.NoAdministrator);
                break;
            case ServerAccess.Unknown when askForToken:
                await TokenForm.WriteAsync(http, StatusCodes.Status200OK, message: null);
                break;
            default:
                await RefuseAsync(http, access);
                break;
        }
    }

    private async Task TakeTokenAsync(HttpContext http)
    {
        if (!TokenForm.IsOurs(http.Request))
        {
            await EndAsync(http, StatusCodes.Status403Forbidden);
            return;
        }

        if (!http.Request.HasFormContentType)
        {
            await EndAsync(http, StatusCodes.Status415UnsupportedMediaType);
            return;
        }

        var token = await TokenForm.ReadAsync(http);
        var access = await _administrators.JudgeAsync(http, token);
        if (access == ServerAccess.Unknown)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await TokenForm.WriteAsync(http, StatusCodes.Status401Unauthorized, TokenForm.NoGoodToken);
        }
        else if (access == ServerAccess.Refused)
        {
            await TokenForm.WriteAsync(http, StatusCodes.Status403Forbidden, TokenForm.NoAdministrator);
        }
        else if (!DashboardCookie.TrySet(http, token))
        {
            await TokenForm.WriteAsync(http, StatusCodes.Status400BadRequest, TokenForm.TooLong);
        }
        else
        {
            http.Response.Headers.Location = $"{Path}/";
            await EndAsync(http, StatusCodes.Status303SeeOther);
        }
    }

    private static Task RefuseAsync(HttpContext http, ServerAccess access)
    {
        if (access == ServerAccess.Refused)
        {
            return EndAsync(http, StatusCodes.Status403Forbidden);
        }

        http.Response.Headers.WWWAuthenticate = "Bearer";
        return EndAsync(http, StatusCodes.Status401Unauthorized);
    }

    private static Task EndAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
