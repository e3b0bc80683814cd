using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Identity.Silo.Dashboard;

/// <summary>The page that asks a browser for an administrator's access token, and what it sends.</summary>
internal static class TokenForm
{
    public const string NoGoodToken = "This is no access token, or it is no longer good.";
    public const string NoAdministrator = "This token is not of an administrator of the realm master with the role admin, or HTTPS is required.";
    public const string TooLong = "This token is longer than a browser can keep. Take one of a client that puts fewer roles into it, such as admin-cli.";

    private const string Field = "token";
    private const long MaxBodySize = 16 * 1024;
    private const string Style =
        "body{font:16px system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#222}"
        + "input{width:100%;box-sizing:border-box;padding:.5rem;margin:.5rem 0 1rem}button{padding:.5rem 1.5rem}.message{color:#a30000}";

    private static readonly string s_styleHash = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}";

    /// <summary>Whether a form comes from this page: a browser that says where it comes from must name this address.</summary>
    public static bool IsOurs(HttpRequest request) =>
        request.Headers.Origin.Count == 0
        || string.Equals(request.Headers.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    /// <summary>The token that was sent; empty: none.</summary>
    public static async Task<string> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodySize;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return form[Field].ToString().Trim();
    }

    /// <summary>The page.</summary>
    /// <param name="http">The answer.</param>
    /// <param name="status">Its status.</param>
    /// <param name="message">One of those above; null: none.</param>
    public static async Task WriteAsync(HttpContext http, int status, string? message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        DashboardHeaders.ApplyForm(http.Response.Headers, s_styleHash);
        var paragraph = message is null ? "" : $"<p class=\"message\" role=\"alert\">{message}</p>";
        await http.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Orleans Dashboard</title><style>{Style}</style></head>
            <body>
            <h1>Orleans Dashboard</h1>
            {paragraph}
            <form method="post" action="{DashboardGate.Path}">
            <label for="{Field}">Access token of an administrator of the realm master</label>
            <input id="{Field}" name="{Field}" type="password" autocomplete="off" spellcheck="false" required autofocus>
            <button type="submit">Show</button>
            </form>
            </body>
            </html>

            """,
            http.RequestAborted);
    }
}
