using System.Text;
using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Pages;

/// <summary>Sends pages.</summary>
internal static class PageWriter
{
    /// <summary>Sends the page with all security headers, never cached.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="realm">Whose settings apply.</param>
    /// <param name="status">Its status.</param>
    /// <param name="page">The whole page.</param>
    /// <param name="scriptHash">CSP hash of its one inline script; null where there is none.</param>
    /// <param name="leadsTo">The checked address outside where its form may lead in the end; null when the form stays here.</param>
    public static Task WriteAsync(HttpContext http, RealmContext realm, int status, Html page, string? scriptHash = null, string? leadsTo = null)
    {
        PageHeaders.Apply(http, realm, scriptHash, leadsTo);
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html;charset=utf-8";
        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page.ToString()), http.RequestAborted).AsTask();
    }

    /// <summary>Sends the browser elsewhere. The address must have been checked, or be our own.</summary>
    public static Task RedirectAsync(HttpContext http, string address)
    {
        PageHeaders.ApplyCommon(http);
        http.Response.StatusCode = StatusCodes.Status302Found;
        http.Response.Headers.Location = address;
        return Task.CompletedTask;
    }
}
