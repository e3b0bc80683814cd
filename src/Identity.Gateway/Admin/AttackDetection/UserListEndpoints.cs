using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Users;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.AttackDetection;

/// <summary>The console's list of users, with what is known of their wrong passwords.</summary>
internal sealed class UserListEndpoints(IUserDirectory directory, TimeProvider time) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Get("/ui-ext/brute-force-user", AdminPermission.QueryUsers, "Users that match a search, with their lockouts", ListAsync);
        routes.Get("/ui-ext/info", AdminPermission.AnyRole, "What the console's user pages need to know", InfoAsync);
    }

    private async Task<AdminResult> ListAsync(AdminCall call)
    {
        var search = UserSearches.Read(call);
        if (!call.May(AdminPermission.ViewUsers) || search.Max == 0)
        {
            return AdminResult.Json(new JsonArray());
        }

        var brief = call.Query.Flag("briefRepresentation") ?? false;
        var now = time.GetUtcNow();
        var found = await directory.SearchAsync(search, call.Aborted);
        return AdminResult.Json(new JsonArray([.. found.Select(user => Write(call, user, brief, now))]));
    }

    // No user storage changes how users are found.
    private static Task<AdminResult> InfoAsync(AdminCall call) => Task.FromResult(AdminResult.Json(new JsonObject { ["userProfileProvidersEnabled"] = false }));

    private static JsonObject Write(AdminCall call, UserState user, bool brief, DateTimeOffset now)
    {
        var node = UserRepresentation.WriteListed(call, user, brief);
        node["bruteForceStatus"] = BruteForceStatus.WriteListed(call.Realm.Settings, user.Failures, now);
        return node;
    }
}
