using System.Text;
using Identity.Grains.Realms;

namespace Identity.Grains.Authentication;

/// <summary>Tells which flows logins can follow. They follow the built-in ones, and any flow that asks for the same: session or name and
/// password, then the one-time code of users who have one. What has no effect, a disabled step or a way to identity providers or
/// organizations that do not exist, does not count.</summary>
public static class FlowSupport
{
    private const int MaxDepth = 10;

    /// <summary>Why a flow cannot be bound, in words for the administrator; null when it can.</summary>
    /// <param name="settings">Has the flow.</param>
    /// <param name="field">The field of the realm, for example browserFlow.</param>
    /// <param name="alias">The flow.</param>
    public static string? Problem(AuthenticationSettings settings, string field, string alias)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (FlowBindings.DefaultOf(field) is not { } builtIn)
        {
            return $"No flow can be bound as {field}.";
        }

        if (settings.FindFlow(alias) is not { } flow)
        {
            return $"There is no flow {alias}.";
        }

        var expected = Shape(AuthenticationSettings.Defaults, AuthenticationSettings.Defaults.FindFlow(builtIn)!, 0);
        return flow.TopLevel && Shape(settings, flow, 0) == expected ? null
            : $"The flow {alias} cannot be used as {field}: this server follows the steps of the built-in flow {builtIn} only.";
    }

    /// <summary>What is wrong with any flow that the realm or a client uses and that this change touches; null when nothing is.</summary>
    /// <param name="before">As stored.</param>
    /// <param name="after">After the change.</param>
    /// <param name="bindings">Fields and aliases, of the realm and its clients.</param>
    public static string? Problem(AuthenticationSettings before, AuthenticationSettings after, IEnumerable<(string Field, string Alias)> bindings)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        // What a realm file has brought stays, usable or not; it is changes that are refused.
        return bindings.Distinct()
            .Where(binding => after.FindFlow(binding.Alias) is not { } next || before.FindFlow(binding.Alias) is not { } known
                || Shape(after, next, 0) != Shape(before, known, 0))
            .Select(binding => Problem(after, binding.Field, binding.Alias))
            .FirstOrDefault(problem => problem is not null);
    }

    /// <summary>The flows that a realm is logged in by and that logins do not follow: those of a realm file.</summary>
    public static IReadOnlyList<string> Ignored(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var settings = AuthenticationSettings.Of(realm);
        return [.. FlowBindings.OfRealm(realm).Where(binding => Problem(settings, binding.Field, binding.Alias) is not null).Select(binding => binding.Alias)];
    }

    /// <summary>What the flow asks for, as text: two flows of the same shape ask for the same.</summary>
    private static string Shape(AuthenticationSettings settings, AuthenticationFlow flow, int depth)
    {
        if (depth > MaxDepth)
        {
            return "too deep";
        }

        var steps = flow.Executions.Where(step => step.Requirement != Requirements.Disabled)
            .Select(step => (step.Requirement, Shape: Step(settings, step, depth)))
            .Where(step => step.Shape.Length > 0)
            .ToList();
        // Nothing but conditions is nothing.
        if (steps.All(step => step.Shape.StartsWith("conditional-", StringComparison.Ordinal)))
        {
            return string.Empty;
        }

        // A way that is the only one is required.
        var single = steps.Count(step => !step.Shape.StartsWith("conditional-", StringComparison.Ordinal)) == 1 && depth > 0;
        var shape = new StringBuilder("(");
        foreach (var (requirement, text) in steps)
        {
            var written = single && requirement == Requirements.Alternative ? Requirements.Required : requirement;
            shape.Append(written[0]).Append(':').Append(text).Append(' ');
        }

        return shape.Append(')').ToString();
    }

    private static string Step(AuthenticationSettings settings, AuthenticationExecution step, int depth)
    {
        if (step.FlowAlias is not null)
        {
            var inner = settings.FindFlow(step.FlowAlias) is { } flow ? Shape(settings, flow, depth + 1) : "missing";
            return inner.Length == 0 ? string.Empty : $"{step.Authenticator}{inner}";
        }

        return HasNoEffect(settings, step) ? string.Empty : $"{step.Authenticator}{Settings(settings, step)}";
    }

    // There are no organizations, no identity providers, no passkeys, hence nobody who has used one.
    private static bool HasNoEffect(AuthenticationSettings settings, AuthenticationExecution step) => step.Authenticator switch
    {
        "organization" or "idp-add-organization-member" => true,
        "identity-provider-redirector" => step.Requirement == Requirements.Alternative
            && settings.FindConfig(step.Config)?.Values.GetValueOrDefault("defaultProvider") is null or "",
        "conditional-credential" => settings.FindConfig(step.Config)?.Values is { Count: 1 } values && values.GetValueOrDefault("credentials") == "webauthn-passwordless",
        _ => false,
    };

    private static string Settings(AuthenticationSettings settings, AuthenticationExecution step) =>
        settings.FindConfig(step.Config) is { Values.Count: > 0 } config
            ? $"[{string.Join(' ', config.Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"))}]"
            : string.Empty;
}
