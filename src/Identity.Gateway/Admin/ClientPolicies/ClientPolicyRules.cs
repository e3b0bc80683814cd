using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.ClientPolicies;

/// <summary>Which profiles and policies may be stored. A policy that would not be enforced is refused, not kept for show.</summary>
internal static class ClientPolicyRules
{
    private const int MaxItems = 200;

    /// <summary>The same for the sections of a realm's representation.</summary>
    public static void DemandSections(RealmState realm, JsonObject body)
    {
        var profiles = (body["clientProfiles"] as JsonObject)?["profiles"] as JsonArray;
        var policies = (body["clientPolicies"] as JsonObject)?["policies"] as JsonArray;
        if (profiles is not null || policies is not null)
        {
            DemandProfiles(profiles ?? StoredPolicies.Profiles(realm), policies ?? StoredPolicies.Policies(realm));
        }
    }

    /// <summary>Refuses profiles that are wrong, or that would put what is not enforced into a policy that is on.</summary>
    public static void DemandProfiles(JsonArray profiles, JsonArray policies)
    {
        Bound(profiles);
        var global = Names(GlobalProfiles.All());
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var profile in profiles.OfType<JsonObject>())
        {
            var name = Text(profile, "name");
            if (name.Length == 0)
            {
                throw AdminRefusalException.Invalid("client profile without its name not allowed.");
            }

            if (global.Contains(name))
            {
                throw AdminRefusalException.Invalid($"Proposed profile name '{name}' is duplicated as a global profile");
            }

            if (!names.Add(name))
            {
                throw AdminRefusalException.Invalid("proposed client profile name duplicated.");
            }

            if (ExecutorsOf(profile).Any(executor => !Executors.Known.Contains(Text(executor, "executor"))))
            {
                throw AdminRefusalException.Invalid("proposed client profile contains the executor, which does not have valid provider, or has invalid configuration.");
            }
        }

        DemandPolicies(policies, profiles);
    }

    /// <summary>Refuses policies that are wrong, or that are on and would not be enforced.</summary>
    public static void DemandPolicies(JsonArray policies, JsonArray profiles)
    {
        Bound(policies);
        var known = GlobalProfiles.All().Concat(profiles).OfType<JsonObject>().ToLookup(profile => Text(profile, "name"), StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in policies.OfType<JsonObject>())
        {
            var name = Text(policy, "name");
            if (!names.Add(name))
            {
                throw AdminRefusalException.Invalid("proposed client policy name duplicated");
            }

            foreach (var condition in (policy["conditions"] as JsonArray ?? []).OfType<JsonObject>().Select(condition => Text(condition, "condition")))
            {
                if (!Executors.Conditions.Contains(condition))
                {
                    throw AdminRefusalException.Invalid($"Policy {name} contains invalid condition {condition}");
                }
            }

            foreach (var profile in (policy["profiles"] as JsonArray ?? []).Select(profile => (string?)profile ?? string.Empty))
            {
                Demand(policy, name, profile, known[profile].FirstOrDefault());
            }
        }
    }

    private static void Demand(JsonObject policy, string name, string profileName, JsonObject? profile)
    {
        if (profile is null)
        {
            throw AdminRefusalException.Invalid($"Policy {name} contains invalid profile {profileName}");
        }

        if (policy["enabled"]?.ToString() == "true"
            && ExecutorsOf(profile).Select(executor => Text(executor, "executor")).FirstOrDefault(executor => !Executors.Enforced.Contains(executor)) is { } other)
        {
            throw AdminRefusalException.Invalid($"Policy {name} contains profile {profileName}, whose executor {other} is not enforced by this server");
        }
    }

    private static void Bound(JsonArray items)
    {
        if (items.Count > MaxItems)
        {
            throw AdminRefusalException.Invalid($"There are at most {MaxItems} of them.");
        }
    }

    private static HashSet<string> Names(JsonArray profiles) => profiles.OfType<JsonObject>().Select(profile => Text(profile, "name")).ToHashSet(StringComparer.Ordinal);

    internal static IEnumerable<JsonObject> ExecutorsOf(JsonObject profile) => (profile["executors"] as JsonArray ?? []).OfType<JsonObject>();

    internal static string Text(JsonObject node, string name) => node[name]?.ToString() ?? string.Empty;
}
