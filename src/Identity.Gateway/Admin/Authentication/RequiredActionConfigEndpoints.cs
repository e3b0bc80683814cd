using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Authentication;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>The settings of required actions.</summary>
internal sealed class RequiredActionConfigEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    private const string Path = "/authentication/required-actions/{alias}";

    private static readonly Representation Fields = new("RequiredActionConfigRepresentation", (FieldKind.TextMap, ["config"]));

    public void Map(AdminRoutes routes)
    {
        routes.Get($"{Path}/config-description", AuthenticationPermissions.ViewRequiredActions, "The settings that a required action has", DescribeAsync);
        routes.Get($"{Path}/config", AuthenticationPermissions.ViewRequiredActions, "The settings of a required action", GetAsync);
        routes.Put($"{Path}/config", AdminPermission.ManageRealm, "Change the settings of a required action", UpdateAsync);
        routes.Delete($"{Path}/config", AdminPermission.ManageRealm, "Reset the settings of a required action", call => ReplaceAsync(call, AdminOperation.Delete, body: null));
    }

    private static Task<AdminResult> DescribeAsync(AdminCall call) => Task.FromResult(
        AuthenticationSettings.Of(call.Realm.Settings).FindAction(call.Route("alias")) is null
            ? AdminResult.NotFound("Could not find configurable RequiredAction provider")
            : AdminResult.Json(new JsonObject { ["properties"] = RequiredActionSettings.Describe() }));

    private static Task<AdminResult> GetAsync(AdminCall call) => Task.FromResult(AdminResult.Json(
        new JsonObject { ["config"] = AuthenticationSettings.Write(Find(AuthenticationSettings.Of(call.Realm.Settings), call))["config"]!.DeepClone() }));

    private async Task<AdminResult> UpdateAsync(AdminCall call) => await ReplaceAsync(call, AdminOperation.Update, await call.ReadAsync(Fields));

    private async Task<AdminResult> ReplaceAsync(AdminCall call, string operation, JsonObject? body)
    {
        var reported = events.Of(call, operation, AdminResource.RequiredActionConfig, call.ResourcePath, body);
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(call.Realm.Id, call.Realm.Id, stored =>
        {
            var settings = AuthenticationSettings.Of(stored);
            var action = Find(settings, call);
            var next = action with { Config = RequiredActionSettings.Read(action.Provider, body?["config"] as JsonObject ?? []) };
            return settings.With([.. settings.Actions.Select(known => known.Alias == action.Alias ? next : known)]).StoreActions(stored);
        }, reported);
        return result.Answer(AdminResult.NoContent, "Realm not found.", Path);
    }

    private static RequiredAction Find(AuthenticationSettings settings, AdminCall call) =>
        settings.FindAction(call.Route("alias")) ?? throw new AdminRefusalException(AdminResult.Error(400, "RequiredAction is not configurable"));
}
