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
        DemandManage(call, client);
        return client;
    }

    /// <summary>Refuses an administrator who may not change the client. Nobody may change those that administration rests on, and those
    /// through which administrators get their tokens only who may do everything.</summary>
    public static void DemandManage(AdminCall call, ClientState client)
    {
        call.Demand(AdminPermission.ManageClients);
        if (ManagingClients.Is(call.Realm, client))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }

        if (ManagingClients.IsConsole(client))
        {
            RoleGrants.DemandEverything(call);
        }
    }

    private static ClientState Find(AdminCall call) =>
        call.Realm.FindClientById(call.Route("client")) ?? throw AdminRefusalException.NotFound(Missing);
}
