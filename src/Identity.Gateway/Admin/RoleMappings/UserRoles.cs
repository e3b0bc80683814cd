using System.Collections.Frozen;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Users;
using Identity.Grains.Events;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>Roles of users.</summary>
internal sealed class UserRoles(UserRecords users, AdminRecords records) : IRoleHolders
{
    public string Kind => "users";

    public string Path => "/users/{id}/role-mappings";

    // Whether there is such a user is told to all who may query users: the rest is demanded when it is found.
    public AdminPermission View => AdminPermission.QueryUsers;

    public AdminPermission Manage => AdminPermission.QueryUsers;

    public string MissingClient => "Client not found";

    public bool HidesClientRoles => true;

    public string Resource(bool ofClient) => ofClient ? AdminResource.ClientRoleMapping : AdminResource.RealmRoleMapping;

    public bool MayMap(AdminCall call, RoleState role) => RoleGrants.MayMap(call, role);

    public RoleState? Named(AdminCall call, string? clientId, string? id, string? name) =>
        name is not null && call.Realm.FindRole(clientId, name) is { } role && role.Id == id ? role : null;

    public async Task<RoleHolder> FindToViewAsync(AdminCall call) => Holder(call, await users.ViewAsync(call));

    public async Task<RoleHolder> FindToManageAsync(AdminCall call) => Holder(call, await users.ManageAsync(call));

    public Task<WriteResult> ChangeAsync(AdminCall call, RoleHolder holder, Func<IReadOnlyList<string>, IReadOnlyList<string>> change, AdminEvent? reported) =>
        records.ChangeAsync<IUserGrain, UserState>(call.Realm.Id, holder.Id, user => user with { RoleIds = change(user.RoleIds) }, reported);

    private static RoleHolder Holder(AdminCall call, UserState user) =>
        new(user.Id, user.RoleIds, call.Realm.EffectiveRoles(user), FrozenSet<string>.Empty);
}
