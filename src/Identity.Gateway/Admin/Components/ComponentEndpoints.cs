using System.Text;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Admin.Users.Profile;
using Identity.Grains.Events;
using Identity.Grains.Keys;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Components;

/// <summary>Components: the realm's keys, its user profile, its policies for client registration.</summary>
internal sealed class ComponentEndpoints(AdminRecords records, AdminEvents events, RealmKeyAdministration keys, KeyTurns turns) : IAdminEndpoints
{
    private const string Missing = "Could not find component";
    private const string ProfileType = "org.keycloak.userprofile.UserProfileProvider";
    private const string ProfileSetting = "kc.user.profile.config";

    // Of other types nothing would ever be used: they are refused instead of kept.
    private static readonly HashSet<string> StoredTypes = new(StringComparer.Ordinal)
    {
        "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy", ProfileType,
    };

    public void Map(AdminRoutes routes)
    {
        routes.Get("/components", AdminPermission.ViewRealm, "Components", ListAsync);
        routes.Post("/components", AdminPermission.ManageRealm, "Create a component", CreateAsync);
        routes.Get("/components/{id}", AdminPermission.ViewRealm, "A component", GetAsync);
        routes.Put("/components/{id}", AdminPermission.ManageRealm, "Change a component", UpdateAsync);
        routes.Delete("/components/{id}", AdminPermission.ManageRealm, "Remove a component", DeleteAsync);
        routes.Get("/components/{id}/sub-component-types", AdminPermission.ViewRealm, "Types of components below one", SubTypesAsync);
    }

    private static Task<AdminResult> ListAsync(AdminCall call)
    {
        var (parent, type, name) = (call.Query.Text("parent"), call.Query.Text("type"), call.Query.Text("name"));
        var found = All(call.Realm.Settings).Where(component =>
            (parent is null || parent == call.Realm.Id)
            && (type is null || (string?)component["providerType"] == type)
            && (name is null || (string?)component["name"] == name));
        return Task.FromResult(AdminResult.Json(new JsonArray([.. found])));
    }

    private static Task<AdminResult> GetAsync(AdminCall call) => Task.FromResult(AdminResult.Json(Find(call)));

    private static Task<AdminResult> SubTypesAsync(AdminCall call)
    {
        Find(call);
        return Task.FromResult(call.Query.Text("type") is null
            ? AdminResult.Error(400, "must supply a subtype")
            : AdminResult.Json(new JsonArray()));
    }

    private async Task<AdminResult> CreateAsync(AdminCall call)
    {
        var body = await call.ReadAsync(ComponentRepresentation.Fields);
        var id = ChosenId.Of(body);
        if (All(call.Realm.Settings).Any(component => (string?)component["id"] == id))
        {
            return AdminResult.Conflict("Component with same id exists");
        }

        body["id"] = id;
        body["name"] ??= (string?)body["providerId"];
        Check(call, body);
        DemandKey(call, body);
        Func<RealmState, RealmState> change = realm => StoredComponents.With(realm, body);
        if (IsKey(body))
        {
            var made = await turns.MakeAsync(call.Realm.Id, () => Read(() => keys.Create(call.Realm.Name, body)), call.Aborted);
            var key = made with { ComponentId = id };
            change = realm => Read(() => RealmKeyRules.With(realm, key));
        }

        var reported = events.Of(call, AdminOperation.Create, AdminResource.Component, $"components/{id}", body);
        return await CommitAsync(call, change, reported, AdminResult.Created(id));
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var stored = Find(call);
        var id = (string)stored["id"]!;
        var body = await call.ReadAsync(ComponentRepresentation.Fields);
        foreach (var field in (string[])["providerId", "providerType", "name", "subType"])
        {
            if (body[field] is null && stored[field] is { } kept)
            {
                body[field] = kept.DeepClone();
            }
        }

        body["id"] = id;
        if (IsKey(body) != IsKey(stored) || (IsKey(stored) && (string?)body["providerId"] != (string?)stored["providerId"]))
        {
            throw AdminRefusalException.Invalid("The provider of a key cannot be changed");
        }

        Check(call, body);
        var reported = events.Of(call, AdminOperation.Update, AdminResource.Component, $"components/{id}", body);
        using var turn = await TurnAsync(call, body);
        return await CommitAsync(call, realm => IsKey(body) ? keys.Complete(WithKey(realm, id, body), call.Realm.Clients) : StoredComponents.With(realm, body), reported, AdminResult.NoContent);
    }

    private async Task<AdminResult> DeleteAsync(AdminCall call)
    {
        var stored = Find(call);
        var id = (string)stored["id"]!;
        var reported = events.Of(call, AdminOperation.Delete, AdminResource.Component, $"components/{id}");
        using var turn = await TurnAsync(call, stored);
        return await CommitAsync(
            call,
            realm => IsKey(stored) ? keys.Complete(WithoutKey(realm, id), call.Realm.Clients) : StoredComponents.Without(realm, id),
            reported,
            AdminResult.NoContent);
    }

    // Where a key goes or rests, another may have to be made.
    private async Task<IDisposable?> TurnAsync(AdminCall call, JsonObject component) =>
        IsKey(component) ? await turns.EnterAsync(call.Realm.Id, call.Aborted) : null;

    private static RealmState WithoutKey(RealmState realm, string id) => StoredComponents.Without(
        realm with { Keys = [.. realm.Keys.Where(key => RealmKeyAdministration.ComponentId(realm.Id, key) != id)] }, id);

    private static RealmState WithKey(RealmState realm, string id, JsonObject body) => realm with
    {
        Keys =
        [
            .. realm.Keys.Select(key => RealmKeyAdministration.ComponentId(realm.Id, key) == id ? Read(() => RealmKeyAdministration.Change(key, body)) : key),
        ],
    };

    private async Task<AdminResult> CommitAsync(AdminCall call, Func<RealmState, RealmState> change, AdminEvent? reported, AdminResult done)
    {
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(call.Realm.Id, call.Realm.Id, change, reported);
        return result.Answer(done, Missing, "Conflict");
    }

    private static void Check(AdminCall call, JsonObject body)
    {
        var type = (string?)body["providerType"];
        if (!IsKey(body) && (type is null || !StoredTypes.Contains(type)))
        {
            throw AdminRefusalException.Invalid($"No components of the type {type} here");
        }

        if ((string?)body["parentId"] is { } parent && parent != call.Realm.Id)
        {
            throw AdminRefusalException.Invalid("The parent of a component is its realm");
        }

        if (type == ProfileType && body["config"]?[ProfileSetting] is JsonArray { Count: > 0 } profile)
        {
            ProfileRepresentation.Read(call.Realm, AdminBody.Parse(Encoding.UTF8.GetBytes((string)profile[0]!)) ?? new JsonObject());
        }
    }

    // Who brings a key can write any token of the realm himself, its administrators' too.
    private static void DemandKey(AdminCall call, JsonObject body)
    {
        if (IsKey(body) && ((string?)body["providerId"])?.EndsWith("-generated", StringComparison.Ordinal) != true)
        {
            RoleGrants.DemandEverything(call);
        }
    }

    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RealmFileException exception)
        {
            throw AdminRefusalException.Invalid($"{exception.Path}: {exception.Problem}");
        }
    }

    private static bool IsKey(JsonObject component) => (string?)component["providerType"] == RealmKeyAdministration.ProviderType;

    private static JsonObject Find(AdminCall call) =>
        All(call.Realm.Settings).FirstOrDefault(component => (string?)component["id"] == call.Route("id")) ?? throw AdminRefusalException.NotFound(Missing);

    private static IEnumerable<JsonObject> All(RealmState realm) =>
        realm.Keys.Select(key => RealmKeyAdministration.Write(realm.Id, key)).Concat(StoredComponents.All(realm));
}
