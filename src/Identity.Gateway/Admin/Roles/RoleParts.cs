using Identity.Gateway.Admin.Records;
using Identity.Grains.Events;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Takes roles out of another.</summary>
internal static class RoleParts
{
    /// <summary>Has the role list none of them any more, and those that say themselves that they are part of it, as those of managed realms are of the
    /// master realm's admin, say so no more: in one commit with the event.</summary>
    public static Task<WriteResult> ExcludeAsync(AdminRecords records, RealmSnapshot realm, RoleState whole, IReadOnlyCollection<string> ids, AdminEvent? reported) =>
        records.ChangeTogetherAsync(
            async () =>
            {
                if (await records.StoredAsync<RoleState>(realm.Id, whole.Id) is not { } stored)
                {
                    return null;
                }

                var excluded = stored.State with { CompositeIds = [.. stored.State.CompositeIds.Except(ids, StringComparer.Ordinal)] };
                var writes = new List<RecordWrite> { RecordWrite.Of(StateNames.Role, realm.Id, whole.Id, stored.ETag, excluded) };
                foreach (var id in ids.Where(id => id != whole.Id && realm.FindRoleById(id)?.PartOfIds.Contains(whole.Id) == true))
                {
                    if (await records.StoredAsync<RoleState>(realm.Id, id) is { } part && part.State.PartOfIds.Contains(whole.Id))
                    {
                        var left = part.State with { PartOfIds = [.. part.State.PartOfIds.Where(other => other != whole.Id)] };
                        writes.Add(RecordWrite.Of(StateNames.Role, realm.Id, id, part.ETag, left));
                    }
                }

                return writes;
            },
            reported);
}
