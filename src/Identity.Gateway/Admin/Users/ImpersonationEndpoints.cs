using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Cookies;
using Identity.Gateway.Logout;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Users;

/// <summary>Lets an administrator look at the realm as one of its users: a session of that user in the administrator's browser.</summary>
internal sealed class ImpersonationEndpoints(UserRecords users, IGrainFactory grains, SessionLogout logout, AdminEvents events, TimeProvider time) : IAdminEndpoints
{
    public void Map(AdminRoutes routes) =>
        routes.Post("/users/{id}/impersonation", AdminPermission.ImpersonateOrQueryUsers, "Begin a session of a user in the administrator's browser", ImpersonateAsync);

    private async Task<AdminResult> ImpersonateAsync(AdminCall call)
    {
        var user = await users.FindAsync(call, AdminPermission.Impersonate);
        UserAccess.DemandTakeover(call, user);
        if (!user.Enabled)
        {
            return AdminResult.Refuse(400, "User is disabled");
        }

        if (user.ServiceAccountClientId is not null)
        {
            return AdminResult.Refuse(400, "Service accounts cannot be impersonated");
        }

        var administrator = call.Administrator;
        var sid = SessionKey.NewId();
        var started = await grains.Get<ISessionGrain>(SessionKey.Of(call.Realm.Id, sid, offline: false)).StartAsync(new SessionStart
        {
            UserId = user.Id,
            Username = user.Username,
            IpAddress = call.IpAddress,
            AuthTime = time.GetUtcNow().ToUnixTimeSeconds(),
            Notes = new Dictionary<string, string> { ["IMPERSONATOR_ID"] = administrator.User.Id, ["IMPERSONATOR_USERNAME"] = administrator.User.Username },
            Event = events.Of(call, AdminOperation.Action, AdminResource.User, $"users/{user.Id}/impersonation"),
        });

        // A browser has one session of a realm: the administrator's own ends where it is of the same.
        var sameRealm = administrator.Realm.Id == call.Realm.Id;
        if (sameRealm && administrator.SessionId is { } own)
        {
            await logout.EndAsync(call.Context, own, offline: false, "administrator");
        }

        BrowserCookie.Issue(call.Http, call.Context);
        IdentityCookie.Set(call.Http, call.Context, started!.Session, time.GetUtcNow());
        return AdminResult.Json(new JsonObject { ["redirect"] = $"{call.Context.Issuer}/account", ["sameRealm"] = sameRealm });
    }
}
