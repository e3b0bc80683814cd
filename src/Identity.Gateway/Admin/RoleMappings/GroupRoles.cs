using System.Collections.Frozen;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Groups;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Events;
using Identity.Grains.Groups;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>Roles of groups: their members and those of the groups below have them.</summary>
internal sealed class GroupRoles(AdminRecords records) : IRoleHolders
{
    public string Kind => "groups";

    public string Path => "/groups/{id}/role-mappings";

    public AdminPermission View => AdminPermission.ViewUsers;

    public AdminPermission Manage => AdminPermission.ManageUsers;

    public string MissingClient => "Client not found";

    public bool HidesClientRoles => true;

    public string Resource(bool ofClient) => ofClient ? AdminResource.ClientRoleMapping : AdminResource.RealmRoleMapping;

    public bool MayMap(AdminCall call, RoleState role) => RoleGrants.MayMap(call, role);

    public RoleState? Named(AdminCall call, string? clientId, string? id, string? name) =>
        name is not null && call.Realm.FindRole(clientId, name) is { } role && role.Id == id ? role : null;

    public Task<RoleHolder> FindToManageAsync(AdminCall call) => FindToViewAsync(call);

    public Task<RoleHolder> FindToViewAsync(AdminCall call)
    {
        var group = call.Realm.FindGroupById(call.Route("id")) ?? throw AdminRefusalException.NotFound(GroupRecords.Missing);
        var inherited = new GroupTree(call.Realm).Upwards(group).SelectMany(above => above.RoleIds);
        return Task.FromResult(new RoleHolder(group.Id, group.RoleIds, call.Realm.ExpandRoles(inherited), FrozenSet<string>.Empty));
    }

    public Task<WriteResult> ChangeAsync(AdminCall call, RoleHolder holder, Func<IReadOnlyList<string>, IReadOnlyList<string>> change, AdminEvent? reported) =>
        records.ChangeAsync<IGroupGrain, GroupState>(call.Realm.Id, holder.Id, group => group with { RoleIds = change(group.RoleIds) }, reported);
}
