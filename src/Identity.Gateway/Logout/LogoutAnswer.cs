using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Logout;

/// <summary>What follows a logout: the client's checked address, or a page of ours.</summary>
internal static class LogoutAnswer
{
    public static Task SendAsync(HttpContext http, RealmContext realm, ClientState? client, string? redirectUri, string? state) => redirectUri is null
        ? MessagePages.InfoAsync(http, realm, "You are logged out", "You have been signed out of this browser.", client)
        : PageWriter.RedirectAsync(http, PostLogoutRedirect.WithState(redirectUri, state));
}
