using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Users: lists, one by one, changes.</summary>
internal sealed class UserEndpoints(
    UserRecords users, UserCreation creation, UserChanges changes, UserRemoval removal, IUserDirectory directory, AdminEvents events) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Get("/users", AdminPermission.QueryUsers, "Users that match a search", ListAsync);
        routes.Post("/users", AdminPermission.ManageUsers, "Create a user", CreateAsync);
        routes.Get("/users/count", AdminPermission.QueryUsers, "How many users match a search", CountAsync);
        routes.Get("/users/{id}", AdminPermission.QueryUsers, "A user", GetAsync);
        routes.Put("/users/{id}", AdminPermission.QueryUsers, "Change a user", UpdateAsync);
        routes.Delete("/users/{id}", AdminPermission.QueryUsers, "Remove a user", DeleteAsync);
        routes.Get("/users/{id}/unmanagedAttributes", AdminPermission.QueryUsers, "Attributes of a user that the profile does not describe", UnmanagedAsync);
    }

    private async Task<AdminResult> ListAsync(AdminCall call)
    {
        var search = UserSearches.Read(call);
        if (!call.May(AdminPermission.ViewUsers) || search.Max == 0)
        {
            return AdminResult.Json(new JsonArray());
        }

        var brief = call.Query.Flag("briefRepresentation") ?? false;
        var found = await directory.SearchAsync(search, call.Aborted);
        return AdminResult.Json(new JsonArray([.. found.Select(user => UserRepresentation.WriteListed(call, user, brief))]));
    }

    private async Task<AdminResult> CountAsync(AdminCall call) =>
        AdminResult.Json(JsonValue.Create(await directory.CountAsync(UserSearches.Read(call), call.Aborted)));

    private async Task<AdminResult> CreateAsync(AdminCall call)
    {
        var body = await call.ReadAsync(UserRepresentation.Fields);
        var user = await creation.PrepareAsync(call, body);
        var reported = events.Of(call, AdminOperation.Create, AdminResource.User, $"users/{user.Id}", UserChanges.Reported(body));
        return await users.CreateAsync(call, user, reported);
    }

    private async Task<AdminResult> GetAsync(AdminCall call)
    {
        var user = await users.ViewAsync(call);
        var metadata = call.Query.Flag("userProfileMetadata") == true ? UserAttributes.Metadata(call.Realm.Settings) : null;
        return AdminResult.Json(UserRepresentation.Write(call, user, metadata));
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var user = await users.ManageAsync(call);
        var body = await call.ReadAsync(UserRepresentation.Fields);
        var change = await changes.PrepareAsync(call, user, body);
        var reported = events.Of(call, AdminOperation.Update, AdminResource.User, $"users/{user.Id}", UserChanges.Reported(body));
        return await users.ChangeAsync(call, user.Id, change, reported);
    }

    private async Task<AdminResult> DeleteAsync(AdminCall call)
    {
        UserState user;
        try
        {
            user = await users.ManageAsync(call);
        }
        catch (UnreadableRecordException)
        {
            return await removal.RemoveUnreadableAsync(call, call.Route("id"));
        }

        return await removal.RemoveAsync(call, user);
    }

    private async Task<AdminResult> UnmanagedAsync(AdminCall call) =>
        AdminResult.Json(UserRepresentation.WriteAttributes(UserAttributes.Unmanaged(call.Realm.Settings, await users.ViewAsync(call))));
}
