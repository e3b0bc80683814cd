using System.Net;
using Identity.Gateway.Authorize;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Clients.Addresses;

namespace Identity.Gateway.Logout;

/// <summary>Where a browser may be sent after a logout (the client's post.logout.redirect.uris: addresses separated by ##; <c>+</c>,
/// or nothing, stands for its redirect URIs, <c>-</c> for none).</summary>
internal static class PostLogoutRedirect
{
    public static bool IsAllowed(ClientState client, RealmContext realm, string address) =>
        RedirectUriMatcher.IsRegistered(Registered(client), ClientAddresses.Root(client, realm), address, AnswerParameters.Logout);

    /// <summary>The address with the client's state.</summary>
    public static string WithState(string address, string? state) =>
        state is null ? address : RedirectAddress.WithQuery(address, $"state={WebUtility.UrlEncode(state)}");

    private static List<string> Registered(ClientState client)
    {
        var configured = client.Attributes.GetValueOrDefault("post.logout.redirect.uris");
        if (string.IsNullOrWhiteSpace(configured))
        {
            configured = "+";
        }

        return [.. configured.Split("##", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(entry => entry != "-")
            .SelectMany(entry => entry == "+" ? client.RedirectUris : [entry])];
    }
}
