using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Records;

/// <summary>What lists show of records that cannot be read: a list without them would be taken for the truth, and what is missing from it
/// be made again or taken away elsewhere.</summary>
internal static class UnreadableEntries
{
    /// <summary>Clients, after all others.</summary>
    public static IEnumerable<ClientState> Clients(RealmSnapshot realm) => Of(realm, StateNames.Client).Select(
        record => new ClientState { Id = record.Id, ClientId = record.Name ?? record.Id, Enabled = false, Description = UnreadableRecord.Description });

    /// <summary>Client scopes, after all others.</summary>
    public static IEnumerable<ClientScopeState> ClientScopes(RealmSnapshot realm) => Of(realm, StateNames.ClientScope).Select(
        record => new ClientScopeState { Id = record.Id, Name = record.Name ?? record.Id, Description = UnreadableRecord.Description });

    /// <summary>Roles of the client or, for null, of the realm, after all others.</summary>
    public static IEnumerable<RoleState> Roles(RealmSnapshot realm, string? clientId) => Of(realm, StateNames.Role).Where(record => record.ClientId == clientId).Select(
        record => new RoleState { Id = record.Id, Name = record.Name ?? record.Id, ClientId = clientId, Description = UnreadableRecord.Description });

    /// <summary>Groups, all of them at the top: where they belong is not known. Their names are their own.</summary>
    public static IEnumerable<GroupState> Groups(RealmSnapshot realm) => Of(realm, StateNames.Group).Select(
        record => new GroupState { Id = record.Id, Name = $"{record.Name} ({record.Id})", Description = UnreadableRecord.Description });

    /// <summary>Refuses what must hold everything of the realm, naming what it would lack.</summary>
    public static void DemandNone(RealmSnapshot realm)
    {
        const int most = 20;
        if (realm.LeftOut.Count > 0)
        {
            throw new AdminRefusalException(AdminResult.Refuse(
                500, $"{realm.LeftOut.Count} records cannot be read as they are stored: {string.Join(", ", realm.LeftOut.Take(most))}"));
        }
    }

    private static IEnumerable<UnreadableRecord> Of(RealmSnapshot realm, string kind) => realm.LeftOut.Where(record => record.Kind == kind);
}
