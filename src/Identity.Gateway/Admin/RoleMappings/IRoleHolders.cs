using Identity.Gateway.Admin.Access;
using Identity.Grains.Events;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>One kind of what roles are mapped to: users, groups, and, as the limits of their tokens, clients and client scopes.</summary>
internal interface IRoleHolders
{
    /// <summary>The kind in the console's addresses, for example clientScopes.</summary>
    string Kind { get; }

    /// <summary>The route below which the mappings are; its parameter id names the holder.</summary>
    string Path { get; }

    /// <summary>What reading demands at the least.</summary>
    AdminPermission View { get; }

    /// <summary>What changing demands at the least.</summary>
    AdminPermission Manage { get; }

    /// <summary>Keycloak's words for a client that is not there.</summary>
    string MissingClient { get; }

    /// <summary>Whether a mapping of a client's roles is read only by those who may see clients.</summary>
    bool HidesClientRoles { get; }

    /// <summary>The resource type of events about mappings of realm roles, or of a client's roles.</summary>
    string Resource(bool ofClient);

    /// <summary>Whether the administrator may map the role.</summary>
    bool MayMap(AdminCall call, RoleState role);

    /// <summary>The role that an item of a body names, among the realm's roles or those of a client; null when it names none.</summary>
    RoleState? Named(AdminCall call, string? clientId, string? id, string? name);

    /// <summary>The holder in the path, for an administrator who may see it; refuses when there is none.</summary>
    Task<RoleHolder> FindToViewAsync(AdminCall call);

    /// <summary>The holder in the path, for an administrator who may change it; refuses when there is none.</summary>
    Task<RoleHolder> FindToManageAsync(AdminCall call);

    /// <summary>Replaces the holder's roles by what the function, which may be called several times, makes of them.</summary>
    Task<WriteResult> ChangeAsync(AdminCall call, RoleHolder holder, Func<IReadOnlyList<string>, IReadOnlyList<string>> change, AdminEvent? reported);
}
