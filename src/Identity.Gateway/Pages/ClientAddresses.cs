using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Clients.Addresses;

namespace Identity.Gateway.Pages;

/// <summary>A client's own addresses, relative ones resolved as Keycloak resolves them.</summary>
internal static class ClientAddresses
{
    /// <summary>What relative addresses of the client begin with: its root URL, or else this server. No trailing slash.</summary>
    public static string Root(ClientState client, RealmContext realm) =>
        string.IsNullOrWhiteSpace(client.RootUrl) ? realm.BaseUrl : Filled(client.RootUrl, realm).TrimEnd('/');

    /// <summary>Where a person goes back to the application; null when the client names no web address.</summary>
    public static string? Home(ClientState client, RealmContext realm)
    {
        var home = string.IsNullOrWhiteSpace(client.BaseUrl) ? client.RootUrl : client.BaseUrl;
        if (string.IsNullOrWhiteSpace(home))
        {
            return null;
        }

        home = home.StartsWith('/') ? Root(client, realm) + home : Filled(home, realm);
        return AddressKinds.Home.Allows(home) ? home : null;
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

    private static string Filled(string address, RealmContext realm) => address
        .Replace("${authBaseUrl}", realm.BaseUrl, StringComparison.Ordinal)
        .Replace("${authAdminUrl}", realm.AdminUrl, StringComparison.Ordinal);
}
