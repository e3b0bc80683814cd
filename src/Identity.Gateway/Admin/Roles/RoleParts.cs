using Identity.Gateway.Admin.Records;
using Identity.Grains.Realms;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Roles that are part of another by their own word, as those of managed realms are of the master realm's admin.</summary>
internal static class RoleParts
{
    /// <summary>Has those of the roles that say they are part of the role say so no more. The role itself lists the others.</summary>
    public static async Task LeaveAsync(AdminRecords records, RealmSnapshot realm, RoleState whole, IEnumerable<string> ids)
    {
        foreach (var part in ids.Select(realm.FindRoleById).OfType<RoleState>().Where(role => role.PartOfIds.Contains(whole.Id)))
        {
            await records.ChangeAsync<IRoleGrain, RoleState>(
                realm.Id,
                part.Id,
                stored => stored.PartOfIds.Contains(whole.Id) ? stored with { PartOfIds = [.. stored.PartOfIds.Where(id => id != whole.Id)] } : stored,
                reported: null);
        }
    }
}
