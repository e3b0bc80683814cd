using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Clients;

/// <summary>The clients whose roles let people administer realms. Whoever could change one could raise himself, so nobody changes them.</summary>
internal static class ManagingClients
{
    /// <summary>The attribute that marks them; it is never taken from a request.</summary>
    public const string Mark = "realm_client";

    private static readonly string[] s_consoles = ["security-admin-console", "admin-cli"];

    /// <summary>Whether administrators get their tokens through the client: whoever changes it can have those tokens sent to himself.</summary>
    public static bool IsConsole(ClientState client) => s_consoles.Contains(client.ClientId, StringComparer.Ordinal);

    /// <summary>Whether the client is one of them.</summary>
    public static bool Is(RealmSnapshot realm, ClientState client) =>
        (client.Attributes.TryGetValue(Mark, out var marked) && marked == "true")
        || (realm.Name == MasterRealm.Name ? client.ClientId == $"{realm.Name}-realm" : client.ClientId == "realm-management");
}
