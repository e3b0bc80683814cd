using Identity.Grains.Authentication;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>Edits of flows, with Keycloak's refusals.</summary>
internal static class FlowEdits
{
    private const int MaxFlows = 500;
    private const int MaxExecutions = 100;
    private const string Forbidden = ":/?#@!$&()*+,;=[]\\";

    /// <summary>The flow that a path names by its alias.</summary>
    public static AuthenticationFlow ByAlias(AuthenticationSettings settings, string alias, string missing = "Flow not found") =>
        settings.FindFlow(alias) ?? throw AdminRefusalException.NotFound(missing);

    /// <summary>The flow that a path names by its id.</summary>
    public static AuthenticationFlow ById(AuthenticationSettings settings, string id, string missing = "Could not find flow with id") =>
        settings.FindFlowById(id) ?? throw AdminRefusalException.NotFound(missing);

    /// <summary>The step that a path names.</summary>
    public static (AuthenticationFlow Flow, AuthenticationExecution Execution) Execution(AuthenticationSettings settings, string id) =>
        settings.FindExecution(id) ?? throw AdminRefusalException.NotFound("Illegal execution");

    /// <summary>Refuses an alias that is empty, taken, too long, or has characters that paths and pages cannot carry.</summary>
    public static void CheckAlias(AuthenticationSettings settings, string? alias, string empty, string taken)
    {
        if (string.IsNullOrEmpty(alias))
        {
            throw new AdminRefusalException(AdminResult.Conflict(empty));
        }

        CheckLetters(alias);
        if (settings.FindFlow(alias) is not null)
        {
            throw new AdminRefusalException(AdminResult.Conflict(taken));
        }
    }

    /// <summary>Refuses an alias that is too long, or has characters that paths and pages cannot carry.</summary>
    public static void CheckLetters(string alias)
    {
        if (alias.Length > 255)
        {
            throw AdminRefusalException.Invalid("The alias is too long.");
        }

        if (alias.FirstOrDefault(letter => Forbidden.Contains(letter, StringComparison.Ordinal) || char.IsControl(letter)) is not '\0' and var letter)
        {
            throw new AdminRefusalException(AdminResult.Error(400, $"Character '{letter}' not allowed."));
        }
    }

    /// <summary>One flow more.</summary>
    public static AuthenticationSettings Add(AuthenticationSettings settings, params IReadOnlyList<AuthenticationFlow> flows) =>
        settings.Flows.Count + flows.Count > MaxFlows
            ? throw AdminRefusalException.Invalid("The realm has too many flows.")
            : settings.With([.. settings.Flows, .. flows]);

    /// <summary>The flow in another form.</summary>
    public static AuthenticationSettings Replace(AuthenticationSettings settings, AuthenticationFlow flow) =>
        settings.With([.. settings.Flows.Select(known => known.Id == flow.Id ? flow : known)]);

    /// <summary>One step more, at the end of the flow.</summary>
    public static AuthenticationSettings Append(AuthenticationSettings settings, AuthenticationFlow flow, AuthenticationExecution execution)
    {
        if (flow.Executions.Count >= MaxExecutions)
        {
            throw AdminRefusalException.Invalid("The flow has too many executions.");
        }

        return Replace(settings, flow with { Executions = [.. flow.Executions.Append(execution).OrderBy(step => step.Priority)] });
    }

    /// <summary>The priority behind all others.</summary>
    public static int NextPriority(AuthenticationFlow flow) => flow.Executions.Count == 0 ? 0 : flow.Executions.Max(step => step.Priority) + 1;

    /// <summary>Without the flow, those inside it, and the settings of their steps.</summary>
    public static AuthenticationSettings Remove(AuthenticationSettings settings, AuthenticationFlow flow)
    {
        var removed = Inside(settings, flow).Append(flow).ToList();
        var ids = removed.Select(gone => gone.Id).ToHashSet(StringComparer.Ordinal);
        var aliases = removed.Select(gone => gone.Alias).ToHashSet(StringComparer.Ordinal);
        var remaining = settings.Flows.Where(known => !ids.Contains(known.Id))
            .Select(known => known with { Executions = [.. known.Executions.Where(step => step.FlowAlias is null || !aliases.Contains(step.FlowAlias))] });
        return WithoutUnusedConfigs(settings, settings.With([.. remaining]));
    }

    /// <summary>Without the step and, when it is a flow, without that.</summary>
    public static AuthenticationSettings RemoveExecution(AuthenticationSettings settings, AuthenticationFlow flow, AuthenticationExecution execution)
    {
        var without = Replace(settings, flow with { Executions = [.. flow.Executions.Where(step => step.Id != execution.Id)] });
        return execution.FlowAlias is not null && without.FindFlow(execution.FlowAlias) is { } inner
            ? Remove(without, inner)
            : WithoutUnusedConfigs(settings, without);
    }

    /// <summary>The step changes places with the one before it, or behind it; a step at the end stays.</summary>
    public static AuthenticationSettings Move(AuthenticationSettings settings, AuthenticationFlow flow, AuthenticationExecution execution, int by)
    {
        var steps = flow.Executions.ToList();
        var at = steps.FindIndex(step => step.Id == execution.Id);
        var other = at + by;
        if (other < 0 || other >= steps.Count)
        {
            return settings;
        }

        // Imported steps may share a priority: then the order alone cannot be kept by swapping.
        var priorities = steps.Select(step => step.Priority).ToList();
        if (priorities.Distinct().Count() != priorities.Count)
        {
            priorities = [.. Enumerable.Range(0, steps.Count).Select(index => index * 10)];
        }

        (steps[at], steps[other]) = (steps[other], steps[at]);
        return Replace(settings, flow with { Executions = [.. steps.Select((step, index) => step with { Priority = priorities[index] })] });
    }

    /// <summary>The flow, with all inside it, under another name.</summary>
    public static (AuthenticationSettings Settings, AuthenticationFlow Copy) Copy(AuthenticationSettings settings, AuthenticationFlow flow, string alias)
    {
        var inner = Inside(settings, flow).ToList();
        var names = inner.ToDictionary(known => known.Alias, known => $"{alias} {known.Alias}", StringComparer.Ordinal);
        names[flow.Alias] = alias;
        if (names.Values.FirstOrDefault(name => settings.FindFlow(name) is not null) is not null)
        {
            throw new AdminRefusalException(AdminResult.Conflict("New flow alias name already exists"));
        }

        var configs = new Dictionary<string, AuthenticatorConfig>(StringComparer.Ordinal);
        var copies = inner.Prepend(flow).Select(known => known with
        {
            Id = Guid.NewGuid().ToString(),
            Alias = names[known.Alias],
            BuiltIn = false,
            Executions = [.. known.Executions.Select(step => step with
            {
                Id = Guid.NewGuid().ToString(),
                FlowAlias = step.FlowAlias is null ? null : names.GetValueOrDefault(step.FlowAlias, step.FlowAlias),
                Config = CopyConfig(settings, step.Config, alias, configs),
            })],
        }).ToList();
        var grown = Add(settings, copies);
        return (grown.With(grown.Flows, [.. settings.Configs, .. configs.Values]), copies[0]);
    }

    /// <summary>The flows inside a flow, at any depth.</summary>
    public static IEnumerable<AuthenticationFlow> Inside(AuthenticationSettings settings, AuthenticationFlow flow)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { flow.Alias };
        var pending = new Stack<AuthenticationFlow>([flow]);
        while (pending.TryPop(out var current))
        {
            foreach (var step in current.Executions)
            {
                if (step.FlowAlias is not null && settings.FindFlow(step.FlowAlias) is { } inner && seen.Add(inner.Alias))
                {
                    yield return inner;
                    pending.Push(inner);
                }
            }
        }
    }

    private static string? CopyConfig(AuthenticationSettings settings, string? config, string alias, Dictionary<string, AuthenticatorConfig> configs)
    {
        if (settings.FindConfig(config) is not { } known)
        {
            return null;
        }

        var name = $"{alias} {known.Alias}";
        configs.TryAdd(name, known with { Id = Guid.NewGuid().ToString(), Alias = name });
        return name;
    }

    private static AuthenticationSettings WithoutUnusedConfigs(AuthenticationSettings before, AuthenticationSettings after)
    {
        var unused = Used(before);
        unused.ExceptWith(Used(after));
        return after.With(after.Flows, [.. after.Configs.Where(config => !unused.Contains(config.Alias))]);
    }

    private static HashSet<string> Used(AuthenticationSettings settings) =>
        settings.Flows.SelectMany(flow => flow.Executions).Select(step => step.Config).OfType<string>().ToHashSet(StringComparer.Ordinal);
}
