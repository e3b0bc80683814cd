using Identity.Grains.Clients;

namespace Identity.Gateway.Pages;

/// <summary>A client's own addresses, relative ones resolved as Keycloak resolves them.</summary>
internal static class ClientAddresses
{
    /// <summary>What relative addresses of the client begin with: its root URL, or else this server. No trailing slash.</summary>
    public static string Root(ClientState client, string baseUrl)
    {
        var root = client.RootUrl;
        return string.IsNullOrWhiteSpace(root)
            ? baseUrl
            : root.Replace("${authBaseUrl}", baseUrl, StringComparison.Ordinal).Replace("${authAdminUrl}", baseUrl, StringComparison.Ordinal).TrimEnd('/');
    }

    /// <summary>Where a person goes back to the application; null when the client names no web address.</summary>
    public static string? Home(ClientState client, string baseUrl)
    {
        var home = string.IsNullOrWhiteSpace(client.BaseUrl) ? client.RootUrl : client.BaseUrl;
        if (string.IsNullOrWhiteSpace(home))
        {
            return null;
        }

        home = home.StartsWith('/') ? Root(client, baseUrl) + home : home.Replace("${authBaseUrl}", baseUrl, StringComparison.Ordinal).Replace("${authAdminUrl}", baseUrl, StringComparison.Ordinal);
        return Uri.TryCreate(home, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? home : null;
    }

    /// <summary>The client's name for people.</summary>
    public static string DisplayName(ClientState client) => client.Name switch
    {
        null or "" => client.ClientId,
        "${client_account}" => "Account",
        "${client_account-console}" => "Account Console",
        "${client_security-admin-console}" => "Security Admin Console",
        "${client_admin-cli}" => "Admin CLI",
        "${client_realm-management}" => "Realm Management",
        "${client_broker}" => "Broker",
        var name => name,
    };
}
