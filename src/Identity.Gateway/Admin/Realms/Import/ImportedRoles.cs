using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Roles;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>The roles of a partial import, by the rules for a single role. Roles that users and groups name and nobody has are made too.</summary>
internal sealed class ImportedRoles(AdminRecords records)
{
    private const int MaxNameLength = 255;

    /// <summary>Adds them to the plan.</summary>
    public async Task AddAsync(ImportPlan plan)
    {
        var clientIds = plan.File.Clients.ToDictionary(client => client.Id, client => client.ClientId, StringComparer.Ordinal);
        foreach (var role in plan.File.Roles)
        {
            var (kind, name) = role.ClientId is null ? (ImportKinds.RealmRole, role.Name) : (ImportKinds.ClientRole, $"{clientIds[role.ClientId]}/{role.Name}");
            if (plan.Merge.Holds(kind, name) || plan.Call.Realm.FindRoleById(role.Id) is null)
            {
                await AddAsync(plan, role, kind, name);
            }
        }
    }

    private async Task AddAsync(ImportPlan plan, RoleState role, string kind, string name)
    {
        var call = plan.Call;
        if (role.Name.Length > MaxNameLength)
        {
            throw AdminRefusalException.Invalid("Role name is too long");
        }

        var before = plan.Merge.Overwritten(kind, name)
            ? await records.StoredAsync<RoleState>(call.Realm.Id, role.Id) ?? throw AdminRefusalException.NotFound(RoleRepresentation.Missing)
            : null;
        RoleRules.DemandManage(call, plan.After, role);
        if (before is not null)
        {
            RoleRules.DemandManage(call, call.Realm, before.State);
        }

        RoleRules.DemandInclude(call, plan.After, Changes.Of(before?.State.CompositeIds, role.CompositeIds));
        plan.Write(StateNames.Role, role.Id, before, role with { PartOfIds = before?.State.PartOfIds ?? [] });
        plan.Tell(kind, name, role.Id);
    }
}
