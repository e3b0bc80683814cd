using Identity.Gateway.Admin.Access;
using Identity.Grains.Clients;

namespace Identity.Gateway.Admin.Clients;

/// <summary>Finds the client that a path names. Whoever may query clients learns that one does not exist; more takes more.</summary>
internal static class ClientLookup
{
    /// <summary>Keycloak's words for a client that is not there.</summary>
    public const string Missing = "Could not find client";

    /// <summary>The client, for an administrator who may view it.</summary>
    public static ClientState ToView(AdminCall call)
    {
        var client = Find(call);
        call.Demand(AdminPermission.ViewClients);
        return client;
    }

    /// <summary>The client, for an administrator who may change it.</summary>
    public static ClientState ToManage(AdminCall call)
    {
        var client = Find(call);
        call.Demand(AdminPermission.ManageClients);
        return !ManagingClients.Is(call.Realm, client) ? client : throw new AdminRefusalException(AdminResult.Forbidden);
    }

    private static ClientState Find(AdminCall call) =>
        call.Realm.FindClientById(call.Route("client")) ?? throw AdminRefusalException.NotFound(Missing);
}
