using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Authentication;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>Steps of flows in Keycloak's shapes.</summary>
internal static class ExecutionRepresentation
{
    private static readonly string[] FlowChoices = [Requirements.Required, Requirements.Alternative, Requirements.Disabled, Requirements.Conditional];
    private static readonly string[] FormChoices = [Requirements.Required, Requirements.Disabled];

    /// <summary>AuthenticationExecutionInfoRepresentation.</summary>
    public static Representation Fields { get; } = new(
        "AuthenticationExecutionInfoRepresentation",
        (FieldKind.Text, ["id", "requirement", "displayName", "alias", "description", "providerId", "authenticationConfig", "flowId"]),
        (FieldKind.Texts, ["requirementChoices"]),
        (FieldKind.Flag, ["configurable", "authenticationFlow"]),
        (FieldKind.Number, ["level", "index", "priority"]));

    /// <summary>The steps of a flow and of those inside it, each behind the step that it belongs to.</summary>
    public static JsonArray WriteAll(AuthenticationSettings settings, AuthenticationFlow flow)
    {
        var all = new JsonArray();
        Add(all, settings, flow, 0);
        return all;
    }

    /// <summary>One step as AuthenticationExecutionRepresentation.</summary>
    public static JsonObject Write(AuthenticationSettings settings, AuthenticationFlow flow, AuthenticationExecution execution)
    {
        var written = new JsonObject();
        Set(written, "authenticatorConfig", settings.FindConfig(execution.Config)?.Id);
        Set(written, "authenticator", execution.Authenticator);
        written["authenticatorFlow"] = execution.FlowAlias is not null;
        written["requirement"] = execution.Requirement;
        written["priority"] = execution.Priority;
        written["autheticatorFlow"] = execution.FlowAlias is not null;
        written["id"] = execution.Id;
        Set(written, "flowId", execution.FlowAlias is null ? null : settings.FindFlow(execution.FlowAlias)?.Id);
        written["parentFlow"] = flow.Id;
        return written;
    }

    /// <summary>The requirements that a step can have.</summary>
    public static IReadOnlyList<string> Choices(AuthenticationSettings settings, AuthenticationExecution execution) =>
        execution.FlowAlias is not null ? settings.FindFlow(execution.FlowAlias)?.Provider == AuthenticationFlow.Form ? FormChoices : FlowChoices
        : AuthenticatorProvider.Find(execution.Authenticator ?? string.Empty)?.Requirements ?? [execution.Requirement];

    /// <summary>The settings of a provider, with the flags that are always there.</summary>
    public static JsonArray Properties(AuthenticatorProvider provider) => new([.. provider.Properties.Select(source =>
    {
        var property = JsonNode.Parse(source.GetRawText())!.AsObject();
        property["helpText"] = property["label"]!.DeepClone();
        foreach (var flag in (string[])["secret", "required", "readOnly"])
        {
            property[flag] ??= false;
        }

        return property;
    })]);

    private static void Add(JsonArray all, AuthenticationSettings settings, AuthenticationFlow flow, int level)
    {
        const int MaxLevel = 20;
        for (var index = 0; index < flow.Executions.Count && level < MaxLevel; index++)
        {
            var execution = flow.Executions[index];
            var inner = execution.FlowAlias is null ? null : settings.FindFlow(execution.FlowAlias);
            all.Add((JsonNode)WriteInfo(settings, execution, inner, level, index));
            if (inner is not null)
            {
                Add(all, settings, inner, level + 1);
            }
        }
    }

    private static JsonObject WriteInfo(AuthenticationSettings settings, AuthenticationExecution execution, AuthenticationFlow? inner, int level, int index)
    {
        var provider = execution.Authenticator is null ? null : AuthenticatorProvider.Find(execution.Authenticator);
        var config = settings.FindConfig(execution.Config);
        var written = new JsonObject
        {
            ["id"] = execution.Id,
            ["requirement"] = execution.Requirement,
            ["displayName"] = inner?.Alias ?? execution.FlowAlias ?? provider?.DisplayName ?? execution.Authenticator,
        };
        Set(written, "alias", config?.Alias);
        Set(written, "description", inner?.Description);
        written["requirementChoices"] = new JsonArray([.. Choices(settings, execution).Select(choice => (JsonNode)choice)]);
        written["configurable"] = inner is null && provider is { Properties.Count: > 0 };
        if (execution.FlowAlias is not null)
        {
            written["authenticationFlow"] = true;
        }

        Set(written, "providerId", execution.Authenticator);
        Set(written, "authenticationConfig", config?.Id);
        Set(written, "flowId", inner?.Id);
        written["level"] = level;
        written["index"] = index;
        written["priority"] = execution.Priority;
        return written;
    }

    private static void Set(JsonObject written, string name, string? value)
    {
        if (value is not null)
        {
            written[name] = value;
        }
    }
}
