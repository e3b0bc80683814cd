using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.ClientPolicies;

/// <summary>Makes clients what the realm's policies demand.</summary>
internal static class ClientPolicyEnforcement
{
    private const string PkceMethod = "pkce.code.challenge.method";
    private static readonly ConditionalWeakTable<RealmState, IReadOnlyList<ActivePolicy>> Cache = [];

    /// <summary>The client as the policies want it; a refusal where they do not correct it themselves.</summary>
    public static ClientState Apply(RealmSnapshot realm, ClientState client)
    {
        foreach (var executor in Active(realm.Settings).Where(policy => policy.Concerns(client)).SelectMany(policy => policy.Executors))
        {
            client = Apply(client, executor);
        }

        return client;
    }

    /// <summary>Whether a policy demands proof keys of the client, whatever the client itself says.</summary>
    public static bool DemandsPkce(RealmSnapshot realm, ClientState client) =>
        Active(realm.Settings).Any(policy => policy.Concerns(client) && policy.Executors.Any(executor => executor.Name == Executors.Pkce));

    private static ClientState Apply(ClientState client, ActiveExecutor executor) => executor.Name switch
    {
        Executors.ConsentRequired when !client.ConsentRequired =>
            executor.AutoConfigure ? client with { ConsentRequired = true } : throw Refuse("invalid_registration", "Client is required to enable consentRequired"),
        Executors.FullScopeDisabled when client.FullScopeAllowed =>
            executor.AutoConfigure ? client with { FullScopeAllowed = false } : throw Refuse("invalid_registration", "Not permitted to enable fullScopeAllowed"),
        Executors.Pkce when client.Attributes.GetValueOrDefault(PkceMethod) != "S256" =>
            executor.AutoConfigure
                ? client with { Attributes = new Dictionary<string, string>(client.Attributes, StringComparer.Ordinal) { [PkceMethod] = "S256" } }
                : throw Refuse("invalid_client_metadata", "Invalid client metadata: code_challenge_method"),
        Executors.SecureUris when client.RedirectUris.Any(uri => !IsSecure(uri)) => throw Refuse("invalid_client_metadata", "Invalid redirectUris"),
        Executors.SecureUris when ((string?[])[client.RootUrl, client.AdminUrl, client.BaseUrl]).Any(uri => uri?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true) =>
            throw Refuse("invalid_client_metadata", "Invalid client URL"),
        _ => client,
    };

    private static bool IsSecure(string uri) =>
        !uri.Contains('*', StringComparison.Ordinal) && (uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || uri.StartsWith('/'));

    private static AdminRefusalException Refuse(string error, string description) => new(AdminResult.Error(400, error, description));

    // An authorization request asks each time: the JSON is read once for each state of the realm.
    private static IReadOnlyList<ActivePolicy> Active(RealmState realm) => Cache.GetValue(realm, Read);

    private static IReadOnlyList<ActivePolicy> Read(RealmState realm)
    {
        var policies = StoredPolicies.Policies(realm).OfType<JsonObject>().Where(policy => policy["enabled"]?.ToString() == "true").ToList();
        if (policies.Count == 0)
        {
            return [];
        }

        var profiles = GlobalProfiles.All().Concat(StoredPolicies.Profiles(realm)).OfType<JsonObject>()
            .ToLookup(profile => ClientPolicyRules.Text(profile, "name"), StringComparer.Ordinal);
        return [.. policies.Select(policy => ActivePolicy.Of(policy, profiles))];
    }
}

/// <summary>A policy that is on.</summary>
internal sealed record ActivePolicy(IReadOnlyList<JsonObject> Conditions, IReadOnlyList<ActiveExecutor> Executors)
{
    public static ActivePolicy Of(JsonObject policy, ILookup<string, JsonObject> profiles) => new(
        [.. (policy["conditions"] as JsonArray ?? []).OfType<JsonObject>()],
        [
            .. (policy["profiles"] as JsonArray ?? []).SelectMany(name => profiles[(string?)name ?? string.Empty]).SelectMany(ClientPolicyRules.ExecutorsOf)
                .Select(executor => new ActiveExecutor(ClientPolicyRules.Text(executor, "executor"), (executor["configuration"] as JsonObject)?["auto-configure"]?.ToString() == "true")),
        ]);

    /// <summary>Whether every condition is met; a policy without conditions concerns nobody.</summary>
    public bool Concerns(ClientState client) => Conditions.Count > 0 && Conditions.All(condition => IsMet(condition, client));

    private static bool IsMet(JsonObject condition, ClientState client)
    {
        var settings = condition["configuration"] as JsonObject ?? [];
        var met = ClientPolicyRules.Text(condition, "condition") switch
        {
            "any-client" => true,
            "client-access-type" => (settings["type"] as JsonArray ?? []).Any(type => type?.ToString() == AccessType(client)),
            _ => false,
        };
        return met != (settings["is-negative-logic"]?.ToString() == "true");
    }

    private static string AccessType(ClientState client) => client.PublicClient ? "public" : client.BearerOnly ? "bearer-only" : "confidential";
}

/// <summary>One demand of a policy.</summary>
/// <param name="Name">Keycloak's provider id.</param>
/// <param name="AutoConfigure">Whether the client is corrected instead of refused.</param>
internal sealed record ActiveExecutor(string Name, bool AutoConfigure);
