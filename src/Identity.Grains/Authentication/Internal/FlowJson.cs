using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Grains.Authentication.Internal;

/// <summary>Flows, settings and required actions as JSON. What a realm file leaves out, or writes in another kind, reads as nothing.</summary>
internal static class FlowJson
{
    public static IReadOnlyList<AuthenticationFlow> ReadFlows(JsonElement flows, string realmId) => [.. Objects(flows).Select(flow => ReadFlow(flow, realmId))];

    public static IReadOnlyList<AuthenticatorConfig> ReadConfigs(JsonElement? configs, string realmId) =>
        configs is not { } list ? [] : [.. Objects(list).Select(config =>
        {
            var alias = Text(config, "alias") ?? string.Empty;
            return new AuthenticatorConfig(Text(config, "id") ?? DerivedId.Of(realmId, "authenticator-config", alias), alias, Texts(config, "config"));
        })];

    public static IReadOnlyList<RequiredAction> ReadActions(JsonElement actions) => [.. Objects(actions).Select(action =>
    {
        var alias = Text(action, "alias") ?? Text(action, "providerId") ?? string.Empty;
        return new RequiredAction
        {
            Alias = alias,
            Name = Text(action, "name") ?? alias,
            Provider = Text(action, "providerId") ?? alias,
            Enabled = Flag(action, "enabled"),
            DefaultAction = Flag(action, "defaultAction"),
            Priority = Number(action, "priority"),
            Config = Texts(action, "config"),
        };
    })];

    public static JsonObject Write(AuthenticationFlow flow, bool withIds)
    {
        var written = new JsonObject { ["id"] = flow.Id, ["alias"] = flow.Alias };
        Set(written, "description", flow.Description);
        written["providerId"] = flow.Provider;
        written["topLevel"] = flow.TopLevel;
        written["builtIn"] = flow.BuiltIn;
        written["authenticationExecutions"] = new JsonArray([.. flow.Executions.Select(execution => Write(execution, withIds))]);
        return written;
    }

    public static JsonObject Write(AuthenticatorConfig config) => new()
    {
        ["id"] = config.Id,
        ["alias"] = config.Alias,
        ["config"] = Map(config.Values),
    };

    public static JsonObject Write(RequiredAction action) => new()
    {
        ["alias"] = action.Alias,
        ["name"] = action.Name,
        ["providerId"] = action.Provider,
        ["enabled"] = action.Enabled,
        ["defaultAction"] = action.DefaultAction,
        ["priority"] = action.Priority,
        ["config"] = Map(action.Config),
    };

    public static JsonElement WriteAll(IEnumerable<JsonObject> items) => JsonElement.Parse(new JsonArray([.. items]).ToJsonString());

    private static AuthenticationFlow ReadFlow(JsonElement flow, string realmId)
    {
        var alias = Text(flow, "alias") ?? string.Empty;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var executions = flow.TryGetProperty("authenticationExecutions", out var steps) ? Objects(steps).Select(step => ReadExecution(step, alias, realmId, seen)) : [];
        return new AuthenticationFlow
        {
            Id = Text(flow, "id") ?? DerivedId.Of(realmId, "flow", alias),
            Alias = alias,
            Description = Text(flow, "description"),
            Provider = Text(flow, "providerId") ?? AuthenticationFlow.Basic,
            TopLevel = Flag(flow, "topLevel"),
            BuiltIn = Flag(flow, "builtIn"),
            Executions = [.. executions.OrderBy(execution => execution.Priority)],
        };
    }

    // Realm files have no ids of steps: the same step has the same id until the flow is changed here, and then it is kept.
    private static AuthenticationExecution ReadExecution(JsonElement step, string flow, string realmId, Dictionary<string, int> seen)
    {
        var name = Text(step, "authenticator") ?? Text(step, "flowAlias") ?? string.Empty;
        var count = seen[name] = seen.GetValueOrDefault(name) + 1;
        return new AuthenticationExecution
        {
            Id = Text(step, "id") ?? DerivedId.Of(realmId, "execution", $"{flow}\n{name}\n{count}"),
            Authenticator = Text(step, "authenticator"),
            Config = Text(step, "authenticatorConfig"),
            FlowAlias = Text(step, "flowAlias"),
            Requirement = Text(step, "requirement") ?? Requirements.Disabled,
            Priority = Number(step, "priority"),
        };
    }

    private static JsonObject Write(AuthenticationExecution execution, bool withId)
    {
        var written = new JsonObject();
        if (withId)
        {
            written["id"] = execution.Id;
        }

        Set(written, "authenticatorConfig", execution.Config);
        Set(written, "authenticator", execution.Authenticator);
        written["authenticatorFlow"] = execution.FlowAlias is not null;
        written["requirement"] = execution.Requirement;
        written["priority"] = execution.Priority;
        // Keycloak writes the field twice, once misspelt, and reads either.
        written["autheticatorFlow"] = execution.FlowAlias is not null;
        Set(written, "flowAlias", execution.FlowAlias);
        written["userSetupAllowed"] = false;
        return written;
    }

    private static void Set(JsonObject written, string name, string? value)
    {
        if (value is not null)
        {
            written[name] = value;
        }
    }

    private static JsonObject Map(IReadOnlyDictionary<string, string> values) => new(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));

    private static IEnumerable<JsonElement> Objects(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static int Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    private static Dictionary<string, string> Texts(JsonElement item, string name) =>
        item.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Object
            ? values.EnumerateObject().Where(value => value.Value.ValueKind == JsonValueKind.String).ToDictionary(value => value.Name, value => value.Value.GetString()!, StringComparer.Ordinal)
            : [];
}
