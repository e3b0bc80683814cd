using System.Net;
using System.Security.Cryptography;
using System.Text;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Authorize;

/// <summary>Sends the answer of an authorization request to the client. Every answer names its issuer (RFC 9207).</summary>
internal static class AuthorizeResponse
{
    private const string SubmitScript = "document.forms[0].submit();";

    private static readonly string SubmitScriptHash = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(SubmitScript)))}";

    /// <summary>The login succeeded.</summary>
    public static Task CodeAsync(HttpContext http, RealmContext realm, AuthorizeTarget target, string code, string sessionId) =>
        SendAsync(http, realm, target, [("state", target.State), ("session_state", sessionId), ("iss", realm.Issuer), ("code", code)]);

    /// <summary>It did not.</summary>
    public static Task ErrorAsync(HttpContext http, RealmContext realm, AuthorizeTarget target, string error, string? description = null) =>
        SendAsync(http, realm, target, [("error", error), ("error_description", description), ("state", target.State), ("iss", realm.Issuer)]);

    private static Task SendAsync(HttpContext http, RealmContext realm, AuthorizeTarget target, IEnumerable<(string Name, string? Value)> answer)
    {
        var parameters = answer.Where(parameter => parameter.Value is not null).Select(parameter => (parameter.Name, parameter.Value!)).ToArray();
        return target.Mode switch
        {
            ResponseMode.FormPost => PageWriter.WriteAsync(http, realm, StatusCodes.Status200OK, FormPost(realm, target.RedirectUri, parameters), SubmitScriptHash, target.RedirectUri),
            ResponseMode.Fragment => PageWriter.RedirectAsync(http, RedirectAddress.WithFragment(target.RedirectUri, Encode(parameters))),
            _ => PageWriter.RedirectAsync(http, RedirectAddress.WithQuery(target.RedirectUri, Encode(parameters))),
        };
    }

    private static string Encode((string Name, string Value)[] parameters) =>
        string.Join('&', parameters.Select(parameter => $"{parameter.Name}={WebUtility.UrlEncode(parameter.Value)}"));

    // OAuth 2.0 Form Post Response Mode. Without scripts the button does it.
    private static Html FormPost(RealmContext realm, string address, (string Name, string Value)[] parameters) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>OIDC Form_Post Response</title>
        <link rel="stylesheet" href="{PageResources.StylesheetPath(realm.BaseUrl)}">
        </head>
        <body>
        <div class="page"><main class="card">
        <form method="post" action="{address}">
        {Html.Join(parameters.Select(parameter => Html.Of($"<input type=\"hidden\" name=\"{parameter.Name}\" value=\"{parameter.Value}\">\n")))}<p class="instruction">You are being taken back to the application.</p>
        <button type="submit" name="continue">Continue</button>
        </form>
        </main></div>
        <script>document.forms[0].submit();</script>
        </body>
        </html>

        """);
}
