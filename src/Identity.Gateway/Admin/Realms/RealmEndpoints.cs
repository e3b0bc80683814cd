using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Authentication;
using Identity.Gateway.Admin.ClientPolicies;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Users.Profile;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users.Profiles;

namespace Identity.Gateway.Admin.Realms;

/// <summary>One realm: read, change, remove.</summary>
internal sealed class RealmEndpoints(
    AdminRecords records, AdminEvents events, RealmRenaming renaming, RealmCreation creation, RealmKeyUpkeep keys) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Get(string.Empty, AdminPermission.AnyRole, "The realm's settings", GetAsync);
        routes.Put(string.Empty, AdminPermission.ManageRealm, "Change the realm's settings", UpdateAsync, AdminRoutes.RealmBodyLimit);
        routes.Delete(string.Empty, AdminPermission.ManageRealm, "Remove the realm and everything in it", DeleteAsync);
        routes.Put("/ui-ext", AdminPermission.ManageRealm, "Change the realm's settings and its user profile", UpdateAsync, AdminRoutes.RealmBodyLimit);
    }

    // Whoever may not see the settings still gets what tools and consoles begin with.
    private static Task<AdminResult> GetAsync(AdminCall call)
    {
        if (call.May(AdminPermission.ViewRealm))
        {
            return Task.FromResult(AdminResult.Json(RealmRepresentation.Write(call.Realm)));
        }

        var settings = call.Realm.Settings;
        var node = new JsonObject { ["realm"] = settings.Realm };
        if (call.May(AdminPermission.QueryUsers))
        {
            node["registrationEmailAsUsername"] = settings.RegistrationEmailAsUsername;
            node["editUsernameAllowed"] = RealmExtra.Flag(settings, "editUsernameAllowed");
            node["bruteForceProtected"] = settings.BruteForceProtected;
        }

        return Task.FromResult(AdminResult.Json(node));
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var body = RealmRepresentation.Fields.Check(await call.ReadJsonAsync());
        RealmSettings.Check(body);
        FlowBindingRules.Demand(call.Realm.Settings, body);
        ClientPolicyRules.DemandSections(call.Realm.Settings, body);
        var profile = body["upConfig"] is { } sent ? ProfileRepresentation.Read(call.Realm, sent) : null;
        var name = (string?)body["realm"];
        if (name is not null && name != call.Realm.Name && await renaming.RefuseAsync(call, name) is { } refusal)
        {
            return refusal;
        }

        var reported = events.Of(call, AdminOperation.Update, AdminResource.Realm, string.Empty, body);
        var after = call.Realm.Settings;
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(
            call.Realm.Id, call.Realm.Id, realm => after = WithProfile(RealmRepresentation.Read(realm, body), profile) with { Realm = name ?? realm.Realm }, reported);
        if (result is WriteResult.Saved)
        {
            events.TellIfLessIsKept(call, after);
            await AfterAsync(call, name ?? call.Realm.Name);
        }

        return result.Answer(AdminResult.NoContent, "Realm not found.", "Realm with same name exists");
    }

    private static RealmState WithProfile(RealmState realm, JsonObject? profile) => profile is null ? realm : ProfileComponent.Replace(realm, profile);

    private async Task AfterAsync(AdminCall call, string name)
    {
        if (name != call.Realm.Name)
        {
            await renaming.FollowAsync(call.Realm, name);
        }

        await keys.EnsureAsync(name, CancellationToken.None);
    }

    private async Task<AdminResult> DeleteAsync(AdminCall call)
    {
        if (call.Realm.Name == MasterRealm.Name)
        {
            return AdminResult.Refuse(400, "Can't remove master realm");
        }

        // The realm's own events go with it: the master realm keeps this one.
        var reported = await events.OfServerAsync(call.Http, call.Administrator, AdminOperation.Delete, call.Realm.Name);
        return await creation.RemoveAsync(call.Realm.Name, call.Administrator.User.Id, reported, CancellationToken.None) ? AdminResult.NoContent : AdminResult.NotFound("Realm not found.");
    }
}
