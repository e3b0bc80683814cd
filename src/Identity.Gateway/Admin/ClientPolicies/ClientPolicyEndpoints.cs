using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.ClientPolicies;

/// <summary>Client policies: what clients must be, and the profiles that they name.</summary>
internal sealed class ClientPolicyEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    private static readonly Representation Profiles = new("ClientProfilesRepresentation", (FieldKind.Objects, ["profiles", "globalProfiles"]));
    private static readonly Representation Policies = new("ClientPoliciesRepresentation", (FieldKind.Objects, ["policies", "globalPolicies"]));
    private static readonly Representation Profile = new("ClientProfileRepresentation", (FieldKind.Text, ["name", "description"]), (FieldKind.Objects, ["executors"]));

    private static readonly Representation Executor =
        new("ClientPolicyExecutorRepresentation", (FieldKind.Text, ["executor"]), (FieldKind.Object, ["configuration"]));

    private static readonly Representation Policy = new(
        "ClientPolicyRepresentation", (FieldKind.Text, ["name", "description"]), (FieldKind.Flag, ["enabled"]), (FieldKind.Objects, ["conditions"]), (FieldKind.Texts, ["profiles"]));

    private static readonly Representation Condition =
        new("ClientPolicyConditionRepresentation", (FieldKind.Text, ["condition"]), (FieldKind.Object, ["configuration"]));

    public void Map(AdminRoutes routes)
    {
        routes.Get("/client-policies/profiles", AdminPermission.ViewRealm, "Profiles of client policies", GetProfilesAsync);
        routes.Put("/client-policies/profiles", AdminPermission.ManageRealm, "Replace the profiles of client policies", PutProfilesAsync);
        routes.Get("/client-policies/policies", AdminPermission.ViewRealm, "Client policies", GetPoliciesAsync);
        routes.Put("/client-policies/policies", AdminPermission.ManageRealm, "Replace the client policies", PutPoliciesAsync);
    }

    private static Task<AdminResult> GetProfilesAsync(AdminCall call)
    {
        var node = new JsonObject { ["profiles"] = StoredPolicies.Profiles(call.Realm.Settings) };
        if (call.Query.Flag("include-global-profiles") == true)
        {
            node["globalProfiles"] = GlobalProfiles.All();
        }

        return Task.FromResult(AdminResult.Json(node));
    }

    private static Task<AdminResult> GetPoliciesAsync(AdminCall call)
    {
        var node = new JsonObject { ["policies"] = StoredPolicies.Policies(call.Realm.Settings) };
        if (call.Query.Flag("include-global-policies") == true)
        {
            node["globalPolicies"] = new JsonArray();
        }

        return Task.FromResult(AdminResult.Json(node));
    }

    private async Task<AdminResult> PutProfilesAsync(AdminCall call)
    {
        var body = await call.ReadAsync(Profiles);
        var profiles = Read(body, "profiles", Profile, "executors", Executor);
        return await ChangeAsync(call, body, realm =>
        {
            ClientPolicyRules.DemandProfiles(profiles, StoredPolicies.Policies(realm));
            return StoredPolicies.WithProfiles(realm, profiles);
        });
    }

    private async Task<AdminResult> PutPoliciesAsync(AdminCall call)
    {
        var body = await call.ReadAsync(Policies);
        var policies = Read(body, "policies", Policy, "conditions", Condition);
        foreach (var policy in policies.OfType<JsonObject>())
        {
            policy["enabled"] ??= false;
            policy["profiles"] ??= new JsonArray();
        }

        return await ChangeAsync(call, body, realm =>
        {
            ClientPolicyRules.DemandPolicies(policies, StoredPolicies.Profiles(realm));
            return StoredPolicies.WithPolicies(realm, policies);
        });
    }

    private async Task<AdminResult> ChangeAsync(AdminCall call, JsonObject body, Func<RealmState, RealmState> change)
    {
        var reported = events.Of(call, AdminOperation.Update, AdminResource.Realm, call.ResourcePath, body);
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(call.Realm.Id, call.Realm.Id, change, reported);
        return result.Answer(AdminResult.NoContent, "Realm not found.", string.Empty);
    }

    private static JsonArray Read(JsonObject body, string list, Representation item, string parts, Representation part)
    {
        var items = new JsonArray([.. (body[list] as JsonArray ?? []).Select(item.Check)]);
        foreach (var read in items.OfType<JsonObject>())
        {
            read[parts] = new JsonArray([.. (read[parts] as JsonArray ?? []).Select(part.Check)]);
        }

        return items;
    }
}
