using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Realms;
using Identity.Grains.Users.Profiles;

namespace Identity.Gateway.Admin.Users.Profile;

/// <summary>Which attributes the realm's users have.</summary>
internal sealed class ProfileEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    private const string Path = "users/profile";

    private static readonly AdminPermission View = new(
        "view the user profile", [AdminRoles.ViewRealm, AdminRoles.ManageRealm, AdminRoles.ViewUsers, AdminRoles.ManageUsers, AdminRoles.QueryUsers]);

    public void Map(AdminRoutes routes)
    {
        routes.Get("/users/profile", View, "The user profile", GetAsync);
        routes.Put("/users/profile", AdminPermission.ManageRealm, "Change the user profile", UpdateAsync);
        routes.Get("/users/profile/metadata", View, "What a form for a new user shows", GetMetadataAsync);
    }

    private static Task<AdminResult> GetAsync(AdminCall call) => Task.FromResult(AdminResult.Json(UserProfile.Of(call.Realm.Settings).ToJson()));

    private static Task<AdminResult> GetMetadataAsync(AdminCall call) =>
        Task.FromResult(AdminResult.Json(ProfileMetadata.Write(call.Realm.Settings, ProfileActor.Administrator, isNew: true)));

    // No document takes the realm's own away: it has the first one again.
    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var body = await call.ReadJsonAsync();
        var document = body is null ? null : ProfileRepresentation.Read(call.Realm, body);
        var reported = events.Of(call, AdminOperation.Update, AdminResource.UserProfile, Path, document);
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(
            call.Realm.Id, call.Realm.Id, stored => ProfileComponent.Replace(stored, document), reported);
        var current = ProfileComponent.Replace(call.Realm.Settings, document);
        return result.Answer(AdminResult.Json(document ?? UserProfile.Of(current).ToJson()), "Realm not found.", Path);
    }
}
