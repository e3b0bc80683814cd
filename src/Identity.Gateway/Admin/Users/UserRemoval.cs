using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Sessions;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Removes a user with all sessions.</summary>
internal sealed class UserRemoval(UserRecords users, SessionEnding sessions, AdminEvents events)
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
}
