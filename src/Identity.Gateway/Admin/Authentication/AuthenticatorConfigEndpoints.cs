using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Admin.Secrets;
using Identity.Grains.Authentication;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>The settings of steps of flows.</summary>
internal sealed class AuthenticatorConfigEndpoints(FlowChanges changes) : IAdminEndpoints
{
    private const string Missing = "Could not find authenticator config";
    private const int MaxConfigs = 1000;
    private const string Empty = "Failed to create authentication execution configuration with empty alias name";

    private static readonly Representation Fields = new(
        "AuthenticatorConfigRepresentation", (FieldKind.Text, ["id", "alias"]), (FieldKind.TextMap, ["config"]));

    public void Map(AdminRoutes routes)
    {
        routes.Post("/authentication/executions/{id}/config", AdminPermission.ManageRealm, "Give a step of a flow settings", CreateAsync);
        routes.Post("/authentication/config", AdminPermission.ManageRealm, "Make settings that no step has yet", CreateAloneAsync);
        routes.Get("/authentication/executions/{execution}/config/{id}", AdminPermission.ViewRealm, "The settings of a step of a flow", GetAsync);
        routes.Get("/authentication/config/{id}", AdminPermission.ViewRealm, "The settings of a step of a flow", GetAsync);
        routes.Put("/authentication/config/{id}", AdminPermission.ManageRealm, "Change the settings of a step of a flow", UpdateAsync);
        routes.Delete("/authentication/config/{id}", AdminPermission.ManageRealm, "Remove the settings of a step of a flow", DeleteAsync);
    }

    private static Task<AdminResult> GetAsync(AdminCall call)
    {
        var config = Find(AuthenticationSettings.Of(call.Realm.Settings), call.Route("id"));
        var written = AuthenticationSettings.Write(config);
        var values = (JsonObject)written["config"]!;
        foreach (var name in config.Values.Keys.Where(name => !AuthenticatorProvider.IsShown(name)))
        {
            values[name] = Redaction.Mask;
        }

        return Task.FromResult(AdminResult.Json(written));
    }

    private Task<AdminResult> CreateAsync(AdminCall call) => CreateAsync(call, (settings, config) =>
    {
        var (flow, execution) = FlowEdits.Execution(settings, call.Route("id"));
        CheckAlias(settings, config.Alias, known: null);
        var without = settings.With(settings.Flows, [.. settings.Configs.Where(known => known.Alias != execution.Config), config]);
        return FlowEdits.Replace(without, flow with
        {
            Executions = [.. flow.Executions.Select(step => step.Id == execution.Id ? step with { Config = config.Alias } : step)],
        });
    });

    private Task<AdminResult> CreateAloneAsync(AdminCall call) => CreateAsync(call, (settings, config) =>
    {
        CheckAlias(settings, config.Alias, known: null);
        return settings.Configs.Count < MaxConfigs
            ? settings.With(settings.Flows, [.. settings.Configs, config])
            : throw AdminRefusalException.Invalid("The realm has too many settings of steps.");
    });

    private async Task<AdminResult> CreateAsync(AdminCall call, Func<AuthenticationSettings, AuthenticatorConfig, AuthenticationSettings> add)
    {
        var body = await call.ReadAsync(Fields);
        var config = new AuthenticatorConfig(ChosenId.Of(body), (string?)body["alias"] ?? string.Empty, Values(body));
        return await ApplyAsync(call, AdminOperation.Create, body, settings =>
        {
            ChosenId.Demand(settings.Configs.All(known => known.Id != config.Id));
            return add(settings, config);
        }, AdminResult.Created(config.Id));
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var body = await call.ReadAsync(Fields);
        return await ApplyAsync(call, AdminOperation.Update, body, settings =>
        {
            var config = Find(settings, call.Route("id"));
            var alias = (string?)body["alias"] ?? config.Alias;
            CheckAlias(settings, alias, config);
            // A value that was answered masked and is sent back means the one that is stored.
            var values = StoredSecrets.Settings(Node(Values(body)), Node(config.Values))
                .ToDictionary(value => value.Key, value => (string)value.Value!, StringComparer.Ordinal);
            var flows = settings.Flows.Select(flow => flow with
            {
                Executions = [.. flow.Executions.Select(step => step.Config == config.Alias ? step with { Config = alias } : step)],
            });
            return settings.With([.. flows], [.. settings.Configs.Select(known => known.Id == config.Id ? new AuthenticatorConfig(config.Id, alias, values) : known)]);
        }, AdminResult.NoContent);
    }

    private Task<AdminResult> DeleteAsync(AdminCall call) => ApplyAsync(call, AdminOperation.Delete, body: null, settings =>
    {
        var config = Find(settings, call.Route("id"));
        var flows = settings.Flows.Select(flow => flow with
        {
            Executions = [.. flow.Executions.Select(step => step.Config == config.Alias ? step with { Config = null } : step)],
        });
        return settings.With([.. flows], [.. settings.Configs.Where(known => known.Id != config.Id)]);
    }, AdminResult.NoContent);

    private Task<AdminResult> ApplyAsync(
        AdminCall call, string operation, JsonObject? body, Func<AuthenticationSettings, AuthenticationSettings> edit, AdminResult saved) =>
        changes.ApplyAsync(call, (operation, AdminResource.AuthenticatorConfig, call.ResourcePath), WithoutSecrets(body), edit, saved);

    private static JsonObject Node(IEnumerable<KeyValuePair<string, string>> values) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));

    // Events cannot know which of a provider's settings are secret.
    private static JsonObject? WithoutSecrets(JsonObject? body)
    {
        if (body?.DeepClone() is not JsonObject copy || copy["config"] is not JsonObject values)
        {
            return body;
        }

        foreach (var name in values.Select(value => value.Key).ToList())
        {
            values[name] = Redaction.Mask;
        }

        return copy;
    }

    private static AuthenticatorConfig Find(AuthenticationSettings settings, string id) =>
        settings.Configs.FirstOrDefault(config => config.Id == id) ?? throw AdminRefusalException.NotFound(Missing);

    private static void CheckAlias(AuthenticationSettings settings, string alias, AuthenticatorConfig? known)
    {
        if (alias.Length == 0)
        {
            throw new AdminRefusalException(AdminResult.Conflict(Empty));
        }

        if (alias != known?.Alias)
        {
            FlowEdits.CheckLetters(alias);
        }

        // Steps name their settings by alias, in realm files too.
        if (settings.FindConfig(alias) is { } other && other.Id != known?.Id)
        {
            throw new AdminRefusalException(AdminResult.Conflict($"Authentication execution configuration {alias} already exists"));
        }
    }

    private static Dictionary<string, string> Values(JsonObject body) =>
        (body["config"] as JsonObject ?? []).Where(value => (string)value.Value! is { Length: > 0 }).ToDictionary(value => value.Key, value => (string)value.Value!, StringComparer.Ordinal);
}
