using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Authentication;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>What users can be made to do at their next login. Only what logins carry out can be enabled.</summary>
internal sealed class RequiredActionEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    private const string Missing = "Failed to find required action";

    private static readonly Representation Fields = new(
        "RequiredActionProviderRepresentation",
        (FieldKind.Text, ["alias", "name", "providerId"]),
        (FieldKind.Flag, ["enabled", "defaultAction"]),
        (FieldKind.Number, ["priority"]),
        (FieldKind.TextMap, ["config"]));

    private static readonly Representation NewAction = Representation.OfMap("providerId", "name");

    public void Map(AdminRoutes routes)
    {
        const string One = "/authentication/required-actions/{alias}";
        routes.Get("/authentication/required-actions", AuthenticationPermissions.ViewRequiredActions, "Required actions", ListAsync);
        routes.Get("/authentication/unregistered-required-actions", AdminPermission.ViewRealm, "Required actions that the realm does not have", ListUnregisteredAsync);
        routes.Post("/authentication/register-required-action", AdminPermission.ManageRealm, "Add a required action", RegisterAsync);
        routes.Get(One, AuthenticationPermissions.ViewRequiredActions, "A required action", GetAsync);
        routes.Put(One, AdminPermission.ManageRealm, "Change a required action", UpdateAsync);
        routes.Delete(One, AdminPermission.ManageRealm, "Remove a required action", DeleteAsync);
        routes.Post($"{One}/raise-priority", AdminPermission.ManageRealm, "Move a required action up", call => MoveAsync(call, -1));
        routes.Post($"{One}/lower-priority", AdminPermission.ManageRealm, "Move a required action down", call => MoveAsync(call, 1));
    }

    private static Task<AdminResult> ListAsync(AdminCall call) => Task.FromResult(AdminResult.Json(new JsonArray(
        [.. AuthenticationSettings.Of(call.Realm.Settings).Actions.Select(AuthenticationSettings.Write)])));

    private static Task<AdminResult> GetAsync(AdminCall call) =>
        Task.FromResult(AdminResult.Json(AuthenticationSettings.Write(Find(AuthenticationSettings.Of(call.Realm.Settings), call.Route("alias")))));

    private static Task<AdminResult> ListUnregisteredAsync(AdminCall call)
    {
        var known = AuthenticationSettings.Of(call.Realm.Settings).Actions.Select(action => action.Provider).ToHashSet(StringComparer.Ordinal);
        return Task.FromResult(AdminResult.Json(new JsonArray([.. RequiredActionSupport.All.Where(action => !known.Contains(action.Provider))
            .Select(action => new JsonObject { ["providerId"] = action.Provider, ["name"] = action.Name })])));
    }

    private async Task<AdminResult> RegisterAsync(AdminCall call)
    {
        var body = await call.ReadAsync(NewAction);
        var provider = RequiredActionSupport.All.FirstOrDefault(action => action.Provider == (string?)body["providerId"])
            ?? throw new AdminRefusalException(AdminResult.Error(400, "Required Action Provider with given providerId not found"));
        return await ApplyAsync(call, AdminOperation.Create, body, settings =>
        {
            if (settings.FindAction(provider.Alias) is not null)
            {
                throw new AdminRefusalException(AdminResult.Error(409, "conflict", "A Required Action Provider with given alias already exists."));
            }

            return settings.With(
            [
                .. settings.Actions,
                provider with
                {
                    Name = (string?)body["name"] ?? provider.Name,
                    Enabled = RequiredActionSupport.IsSupported(provider.Provider),
                    Priority = settings.Actions.Count == 0 ? 0 : settings.Actions.Max(action => action.Priority) + 1,
                },
            ]);
        });
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var body = await call.ReadAsync(Fields);
        return await ApplyAsync(call, AdminOperation.Update, body, settings =>
        {
            var action = Find(settings, call.Route("alias"));
            // What is left out is switched off, as Keycloak reads it.
            var next = action with
            {
                Alias = (string?)body["alias"] ?? action.Alias,
                Name = (string?)body["name"] ?? action.Name,
                Enabled = (bool?)body["enabled"] ?? false,
                DefaultAction = (bool?)body["defaultAction"] ?? false,
                Priority = Representation.Int32(body, "priority") ?? action.Priority,
                Config = body["config"] is JsonObject values ? RequiredActionSettings.Read(action.Provider, values) : new Dictionary<string, string>(),
            };
            Check(settings, action, next);
            return settings.With([.. settings.Actions.Select(known => known.Alias == action.Alias ? next : known)]);
        });
    }

    private Task<AdminResult> DeleteAsync(AdminCall call) => ApplyAsync(call, AdminOperation.Delete, body: null, settings =>
    {
        var action = Find(settings, call.Route("alias"), $"{Missing}.");
        return settings.With([.. settings.Actions.Where(known => known.Alias != action.Alias)]);
    });

    private Task<AdminResult> MoveAsync(AdminCall call, int by) => ApplyAsync(call, AdminOperation.Update, body: null, settings =>
    {
        var actions = settings.Actions.ToList();
        var at = actions.IndexOf(Find(settings, call.Route("alias"), $"{Missing}."));
        var other = at + by;
        if (other < 0 || other >= actions.Count)
        {
            return settings;
        }

        (int low, int high) = (Math.Min(at, other), Math.Max(at, other));
        var (first, second) = (actions[low].Priority, actions[high].Priority);
        // Imported actions may share a priority: the one below must then move by one.
        second = second == first ? first + 1 : second;
        (actions[low], actions[high]) = (actions[high] with { Priority = first }, actions[low] with { Priority = second });
        return settings.With(actions);
    });

    private async Task<AdminResult> ApplyAsync(AdminCall call, string operation, JsonObject? body, Func<AuthenticationSettings, AuthenticationSettings> edit)
    {
        var reported = events.Of(call, operation, AdminResource.RequiredAction, call.ResourcePath, body);
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(
            call.Realm.Id, call.Realm.Id, stored => edit(AuthenticationSettings.Of(stored)).StoreActions(stored), reported);
        return result.Answer(AdminResult.NoContent, Missing, Missing);
    }

    private static RequiredAction Find(AuthenticationSettings settings, string alias, string missing = Missing) =>
        settings.FindAction(alias) ?? throw AdminRefusalException.NotFound(missing);

    private static void Check(AuthenticationSettings settings, RequiredAction before, RequiredAction next)
    {
        // Users have the alias among their actions, and logins know the actions by it.
        if (next.Alias != before.Alias && (RequiredActionSupport.IsSupported(before.Provider) || settings.FindAction(next.Alias) is not null))
        {
            throw AdminRefusalException.Invalid($"The required action {before.Alias} keeps its alias.");
        }

        if (((next.Enabled && !before.Enabled) || (next.DefaultAction && !before.DefaultAction)) && !RequiredActionSupport.IsSupported(next.Provider))
        {
            throw AdminRefusalException.Invalid($"The required action {next.Alias} cannot be enabled: this server does not carry it out.");
        }
    }
}
