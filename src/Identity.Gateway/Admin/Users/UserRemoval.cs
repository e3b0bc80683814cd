using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Sessions;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Removes a user with all sessions.</summary>
internal sealed class UserRemoval(UserRecords users, SessionEnding sessions, IUserRepair repair, AdminEvents events)
{
    /// <summary>Removes the user first: from then on every token is refused, whatever becomes of the sessions' rows.</summary>
    public async Task<AdminResult> RemoveAsync(AdminCall call, UserState user)
    {
        UserAccess.DemandTakeover(call, user);
        var reported = events.Of(
            call, AdminOperation.Delete, AdminResource.User, $"users/{user.Id}", new JsonObject { ["id"] = user.Id, ["username"] = user.Username });
        var result = await users.DeleteAsync(call, user.Id, reported);
        await sessions.EndOfUserAsync(call.Context, user.Id, offlineToo: true);
        return result;
    }

    /// <summary>Removes a user whose record cannot be read. What it holds is not known: only who may give every role of the realm removes it.</summary>
    public async Task<AdminResult> RemoveUnreadableAsync(AdminCall call, string id)
    {
        call.Demand(AdminPermission.ManageUsers);
        if (!RoleGrants.MayGrant(call.Administrator, call.Realm, call.Realm.Roles.Select(role => role.Id)))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }

        var reported = events.Of(call, AdminOperation.Delete, AdminResource.User, $"users/{id}", new JsonObject { ["id"] = id });
        return await repair.RemoveAsync(call.Realm.Id, id, reported) ? AdminResult.NoContent : AdminResult.NotFound(UserRecords.Missing);
    }
}
