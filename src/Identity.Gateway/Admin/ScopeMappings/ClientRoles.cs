using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.RoleMappings;
using Identity.Grains.Clients;
using Identity.Grains.Events;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.ScopeMappings;

/// <summary>Roles that tokens of a client may carry. Its own they always may.</summary>
internal sealed class ClientRoles(AdminRecords records) : IRoleHolders
{
    public string Kind => "clients";

    public string Path => "/clients/{id}/scope-mappings";

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
        var client = call.Realm.FindClientById(call.Route("id")) ?? throw AdminRefusalException.NotFound("Could not find client");
        var own = call.Realm.RolesOf(client.Id).Select(role => role.Id).ToHashSet(StringComparer.Ordinal);
        var effective = client.FullScopeAllowed ? null : call.Realm.ExpandRoles(client.ScopeRoleIds.Concat(own));
        return Task.FromResult(new RoleHolder(client.Id, client.ScopeRoleIds, effective, own));
    }

    public Task<WriteResult> ChangeAsync(AdminCall call, RoleHolder holder, Func<IReadOnlyList<string>, IReadOnlyList<string>> change, AdminEvent? reported) =>
        records.ChangeAsync<IClientGrain, ClientState>(call.Realm.Id, holder.Id, client => client with { ScopeRoleIds = change(client.ScopeRoleIds) }, reported);
}
