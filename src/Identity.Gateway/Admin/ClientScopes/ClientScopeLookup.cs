using Identity.Gateway.Admin.Access;
using Identity.Grains.ClientScopes;

namespace Identity.Gateway.Admin.ClientScopes;

/// <summary>Finds the client scope that a path names. Whoever may query clients learns that one does not exist; more takes more.</summary>
internal static class ClientScopeLookup
{
    /// <summary>Keycloak's words for a scope that is not there.</summary>
    public const string Missing = "Could not find client scope";

    /// <summary>The scope, for an administrator who may view it.</summary>
    public static ClientScopeState ToView(AdminCall call)
    {
        var scope = Find(call);
        call.Demand(AdminPermission.ViewClients);
        return scope;
    }

    /// <summary>The scope, for an administrator who may change it.</summary>
    public static ClientScopeState ToManage(AdminCall call)
    {
        var scope = Find(call);
        call.Demand(AdminPermission.ManageClients);
        return scope;
    }

    /// <summary>The scope that is being assigned.</summary>
    public static ClientScopeState ToAssign(AdminCall call) =>
        call.Realm.FindScopeById(call.Route("scope")) ?? throw AdminRefusalException.NotFound("Client scope not found");

    private static ClientScopeState Find(AdminCall call) =>
        call.Realm.FindScopeById(call.Route("scope")) ?? throw AdminRefusalException.NotFound(Missing);
}
