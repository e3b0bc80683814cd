using System.Collections.Frozen;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.RoleMappings;
using Identity.Grains.ClientScopes;
using Identity.Grains.Events;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.ScopeMappings;

/// <summary>Roles that tokens may carry through a client scope.</summary>
internal sealed class ClientScopeRoles(AdminRecords records) : IRoleHolders
{
    public string Kind => "clientScopes";

    public string Path => "/client-scopes/{id}/scope-mappings";

    public AdminPermission View => AdminPermission.ViewClients;

    public AdminPermission Manage => AdminPermission.ManageClients;

    public string MissingClient => "Could not find client";

    public bool HidesClientRoles => false;

    public string Resource(bool ofClient) => ScopeRoles.Resource(ofClient);

    public bool MayMap(AdminCall call, RoleState role) => call.May(AdminPermission.ManageClients);

    public RoleState? Named(AdminCall call, string? clientId, string? id, string? name) => ScopeRoles.Named(call, clientId, id, name);

    public Task<RoleHolder> FindToManageAsync(AdminCall call) => FindToViewAsync(call);

    public Task<RoleHolder> FindToViewAsync(AdminCall call)
    {
        var scope = call.Realm.FindScopeById(call.Route("id")) ?? throw AdminRefusalException.NotFound("Could not find client scope");
        return Task.FromResult(new RoleHolder(scope.Id, scope.ScopeRoleIds, call.Realm.ExpandRoles(scope.ScopeRoleIds), FrozenSet<string>.Empty));
    }

    public Task<WriteResult> ChangeAsync(AdminCall call, RoleHolder holder, Func<IReadOnlyList<string>, IReadOnlyList<string>> change, AdminEvent? reported) =>
        records.ChangeAsync<IClientScopeGrain, ClientScopeState>(
            call.Realm.Id, holder.Id, scope => scope with { ScopeRoleIds = change(scope.ScopeRoleIds) }, reported);
}
