using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Pages;

/// <summary>Pages that only say something.</summary>
internal static class MessagePages
{
    /// <summary>The request cannot go on; it never redirects.</summary>
    public static Task ErrorAsync(HttpContext http, RealmContext realm, int status, string message, ClientState? client = null) =>
        PageWriter.WriteAsync(http, realm, status, PageLayout.Render(
            realm,
            $"Sign in to {PageLayout.DisplayName(realm.Realm)}",
            "We are sorry…",
            Html.Of($"""
                <p id="kc-error-message" class="alert error" role="alert">{message}</p>
                {BackLink(realm, client)}
                """)));

    /// <summary>Something was done.</summary>
    public static Task InfoAsync(HttpContext http, RealmContext realm, string title, string message, ClientState? client = null) =>
        PageWriter.WriteAsync(http, realm, StatusCodes.Status200OK, PageLayout.Render(
            realm,
            title,
            title,
            Html.Of($"""
                <p id="kc-info-message" class="instruction">{message}</p>
                {BackLink(realm, client)}
                """)));

    private static Html BackLink(RealmContext realm, ClientState? client) =>
        client is not null && ClientAddresses.Home(client, realm) is { } home
            ? Html.Of($"""<p class="links"><a href="{home}">Back to Application</a></p>""")
            : Html.Empty;
}
