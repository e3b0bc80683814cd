using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Realms;

/// <summary>Brings parts of a realm file into a realm that exists.</summary>
internal sealed class PartialImportEndpoints(RealmPart part, IUserDirectory users, RealmKeyUpkeep keys, AdminEvents events) : IAdminEndpoints
{
    public void Map(AdminRoutes routes) =>
        routes.Post("/partialImport", AdminPermission.ManageRealm, "Import users, clients, groups and roles", ImportAsync, AdminRoutes.RealmBodyLimit);

    private async Task<AdminResult> ImportAsync(AdminCall call)
    {
        if (await call.ReadJsonAsync() is not JsonObject body)
        {
            throw AdminRefusalException.Unreadable("unknown_error");
        }

        if (body["identityProviders"] is JsonArray { Count: > 0 })
        {
            return AdminResult.Refuse(400, "Identity providers are not available");
        }

        var strategy = (string?)body["ifResourceExists"] ?? "FAIL";
        if (strategy is not ("FAIL" or "SKIP" or "OVERWRITE"))
        {
            throw AdminRefusalException.Unreadable("unknown_error");
        }

        try
        {
            var merge = new PartialMerge(part.Export(call.Realm), strategy);
            merge.AddClients(body["clients"] as JsonArray);
            merge.AddRoles(body["roles"] as JsonObject);
            merge.AddGroups(body["groups"] as JsonArray);
            await merge.AddUsersAsync(body["users"] as JsonArray, username => FindAsync(call, username));
            var file = part.Read(call.Realm, merge.File);
            return await SaveAsync(call, merge, file);
        }
        catch (RealmFileException exception)
        {
            return AdminResult.Refuse(400, exception.Message);
        }
    }

    private async Task<string?> FindAsync(AdminCall call, string username) =>
        await users.FindByUsernameAsync(call.Realm.Id, username, CancellationToken.None);

    private async Task<AdminResult> SaveAsync(AdminCall call, PartialMerge merge, RealmFile file)
    {
        CheckRights(call, merge, file);
        foreach (var client in file.Clients.Where(client => merge.Holds("CLIENT", client.ClientId)))
        {
            await keys.EnsureAsync(call.Realm, client, CancellationToken.None);
            await part.SaveAsync(call.Realm, client);
            await merge.DoneAsync("CLIENT", client.ClientId, client.Id, Report);
        }

        var clientIds = file.Clients.ToDictionary(client => client.Id, client => client.ClientId, StringComparer.Ordinal);
        foreach (var role in file.Roles)
        {
            var (kind, name) = role.ClientId is null ? ("REALM_ROLE", role.Name) : ("CLIENT_ROLE", $"{clientIds[role.ClientId]}/{role.Name}");
            if (merge.Holds(kind, name) || call.Realm.FindRoleById(role.Id) is null)
            {
                await part.SaveAsync(call.Realm, role);
                await merge.DoneAsync(kind, name, role.Id, Report);
            }
        }

        var tops = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in file.Groups)
        {
            var top = tops[group.Id] = group.ParentId is null ? group.Name : tops[group.ParentId];
            if (merge.Holds("GROUP", top))
            {
                await part.SaveAsync(call.Realm, group);
                if (group.ParentId is null)
                {
                    await merge.DoneAsync("GROUP", group.Name, group.Id, Report);
                }
            }
        }

        foreach (var user in file.Users.Where(user => merge.Holds("USER", user.State.Username) || IsAccountOf(merge, file, user)))
        {
            await part.SaveAsync(call.Realm, user, CancellationToken.None);
            await merge.DoneAsync("USER", user.State.Username, user.State.Id, Report);
        }

        return AdminResult.Json(merge.Results());

        Task Report(string kind, string id, bool replaced) =>
            events.AppendAsync(call, replaced ? AdminOperation.Update : AdminOperation.Create, kind, $"{Path(kind)}/{id}");
    }

    // The file is written with the server's own hand: what its sender could not do himself must not come in with it.
    private static void CheckRights(AdminCall call, PartialMerge merge, RealmFile file)
    {
        var given = file.Users.Where(user => merge.Holds("USER", user.State.Username)).SelectMany(user => user.State.RoleIds)
            .Concat(file.Groups.Where(group => call.Realm.FindGroupById(group.Id) is not { } known || !known.RoleIds.SequenceEqual(group.RoleIds)).SelectMany(group => group.RoleIds))
            .Concat(file.Roles.Where(role => call.Realm.FindRoleById(role.Id) is not { } known || !known.CompositeIds.SequenceEqual(role.CompositeIds)).SelectMany(role => role.CompositeIds))
            .Distinct(StringComparer.Ordinal);
        foreach (var role in given.Select(call.Realm.FindRoleById).OfType<Identity.Grains.Roles.RoleState>())
        {
            if (role.Id != call.Realm.Settings.DefaultRoleId && !RoleGrants.MayGrant(call.Administrator, call.Realm, role))
            {
                throw new AdminRefusalException(AdminResult.Forbidden);
            }
        }
    }

    private static bool IsAccountOf(PartialMerge merge, RealmFile file, RealmFileUser user) =>
        user.State.ServiceAccountClientId is { } id && file.Clients.Any(client => client.Id == id && merge.Added("CLIENT", client.ClientId));

    private static string Path(string kind) => kind switch
    {
        "CLIENT" => "clients",
        "GROUP" => "groups",
        "USER" => "users",
        _ => "roles-by-id",
    };
}
