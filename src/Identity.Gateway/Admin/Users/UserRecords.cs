using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Events;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Reads and changes the user that a request names.</summary>
internal sealed class UserRecords(AdminRecords records)
{
    /// <summary>What is said where there is no such user.</summary>
    public const string Missing = "User not found";

    /// <summary>The user with credentials, for an administrator who may see users. 404 when there is none.</summary>
    public Task<UserState> ViewAsync(AdminCall call) => FindAsync(call, AdminPermission.ViewUsers);

    /// <summary>The user with credentials, for an administrator who may change users. 404 when there is none.</summary>
    public Task<UserState> ManageAsync(AdminCall call) => FindAsync(call, AdminPermission.ManageUsers);

    /// <summary>The user with credentials, for an administrator who may do that. Whether there is such a user is told to all who may query users.</summary>
    public async Task<UserState> FindAsync(AdminCall call, AdminPermission permission)
    {
        var user = await ReadAsync(call, call.Route("id"));
        if (user is null && call.May(AdminPermission.QueryUsers))
        {
            throw AdminRefusalException.NotFound(Missing);
        }

        call.Demand(permission);
        return user ?? throw new AdminRefusalException(AdminResult.Forbidden);
    }

    /// <summary>The user with credentials; null when there is none.</summary>
    public async Task<UserState?> ReadAsync(AdminCall call, string id) =>
        await records.ReadAsync<UserState>(call.Realm.Id, id, call.Aborted);

    /// <summary>Creates a user.</summary>
    public async Task<AdminResult> CreateAsync(AdminCall call, UserState user, AdminEvent? reported) =>
        Answer(await records.CreateAsync<IUserGrain, UserState>(call.Realm.Id, user.Id, user, reported), AdminResult.Created(user.Id, "/users"));

    /// <summary>Changes the user by a function that may be called several times.</summary>
    public async Task<AdminResult> ChangeAsync(AdminCall call, string id, Func<UserState, UserState> change, AdminEvent? reported) =>
        Answer(await records.ChangeAsync<IUserGrain, UserState>(call.Realm.Id, id, change, reported), AdminResult.NoContent);

    /// <summary>Removes the user.</summary>
    public async Task<AdminResult> DeleteAsync(AdminCall call, string id, AdminEvent? reported) =>
        Answer(await records.DeleteAsync<IUserGrain, UserState>(call.Realm.Id, id, reported), AdminResult.NoContent);

    private static AdminResult Answer(WriteResult result, AdminResult saved) =>
        result.Answer(saved, Missing, result is WriteResult.Duplicate { Index: "user_account_email" } ? UserNames.EmailTaken : UserNames.UsernameTaken);
}
