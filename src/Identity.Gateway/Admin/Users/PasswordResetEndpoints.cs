using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Sets a user's password. Sessions go on, as with Keycloak; an administrator who wants to end them logs the user out.</summary>
internal sealed class PasswordResetEndpoints(UserRecords users, NewCredentials credentials, AdminEvents events) : IAdminEndpoints
{
    public void Map(AdminRoutes routes) =>
        routes.Put("/users/{id}/reset-password", AdminPermission.QueryUsers, "Set the password of a user", ResetAsync);

    private async Task<AdminResult> ResetAsync(AdminCall call)
    {
        var user = await users.ManageAsync(call);
        UserAccess.DemandTakeover(call, user);
        UserAccess.DemandPerson(user);
        if (await call.ReadJsonAsync() is not { } json || NewCredentials.Fields.Check(json) is not { } body || (string?)body["value"] is not { } value)
        {
            return AdminResult.Error(400, "No password provided");
        }

        if (string.IsNullOrWhiteSpace(value))
        {
            return AdminResult.Error(400, "Empty password not allowed");
        }

        var password = await credentials.HashAsync(call, user, body);
        var reported = events.Of(call, AdminOperation.Action, AdminResource.User, $"users/{user.Id}/reset-password");
        return await users.ChangeAsync(call, user.Id, stored => Reset(call, stored, password), reported);
    }

    private static UserState Reset(AdminCall call, UserState stored, Credential password)
    {
        UserAccess.DemandTakeover(call, stored);
        UserAccess.DemandPerson(stored);
        var next = NewCredentials.WithPassword(call, stored, password);
        return password.Temporary ? next : UserCredentials.WithoutPasswordUpdate(next);
    }
}
