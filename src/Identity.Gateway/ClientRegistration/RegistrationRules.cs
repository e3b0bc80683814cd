using System.Globalization;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.ClientRegistration;

/// <summary>Applies a realm's registration policies to a client.</summary>
internal static class RegistrationRules
{
    /// <summary>The client as the policies let it be made, or a refusal.</summary>
    public static ClientState Create(IReadOnlyList<RegistrationPolicy> policies, RealmSnapshot realm, ClientState client)
    {
        foreach (var policy in policies)
        {
            Check(policy, realm, client, before: null);
            client = policy.Provider switch
            {
                "max-clients" when realm.Clients.Count >= Max(policy) => throw policy.Refuse($"It's allowed to have max {Max(policy)} clients per realm"),
                "consent-required" => client with { ConsentRequired = true },
                "scope" => client with { FullScopeAllowed = false },
                "client-disabled" => client with { Enabled = false },
                _ => client,
            };
        }

        return client;
    }

    /// <summary>Refuses a change that the policies do not let the client's owner make.</summary>
    public static void Update(IReadOnlyList<RegistrationPolicy> policies, RealmSnapshot realm, ClientState before, ClientState after)
    {
        foreach (var policy in policies)
        {
            Check(policy, realm, after, before);
            var refused = policy.Provider switch
            {
                "consent-required" when before.ConsentRequired && !after.ConsentRequired => "Not permitted to update consentRequired to false",
                "scope" when !before.FullScopeAllowed && after.FullScopeAllowed => "Not permitted to enable fullScopeAllowed",
                "client-disabled" when !before.Enabled && after.Enabled => "Not permitted to enable client",
                _ => null,
            };
            if (refused is not null)
            {
                throw policy.Refuse(refused);
            }
        }
    }

    private static void Check(RegistrationPolicy policy, RealmSnapshot realm, ClientState client, ClientState? before)
    {
        switch (policy.Provider)
        {
            case "trusted-hosts":
                TrustedHosts.DemandAddresses(policy, client);
                break;
            case "allowed-protocol-mappers":
                var types = policy.Values("allowed-protocol-mapper-types");

                // A mapper that an administrator gave to the client stays as it is.
                if (client.ProtocolMappers.Any(mapper => !types.Contains(mapper.Mapper) && before?.ProtocolMappers.Contains(mapper) != true))
                {
                    throw policy.Refuse("ProtocolMapper type not allowed");
                }

                break;
        }
    }

    private static int Max(RegistrationPolicy policy) =>
        policy.Values("max-clients") is [var text, ..] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? max : 200;

    /// <summary>Refuses client scopes that the policies do not let a registration name.</summary>
    public static void DemandScopes(IReadOnlyList<RegistrationPolicy> policies, RealmSnapshot realm, IEnumerable<string> names, ClientState? before)
    {
        var asked = names.Where(name => name != "openid").ToList();
        foreach (var policy in policies.Where(policy => policy.Provider == "allowed-client-templates"))
        {
            var allowed = policy.Values("allowed-client-scopes").ToHashSet(StringComparer.Ordinal);
            var ids = policy.Flag("allow-default-scopes", otherwise: true) ? realm.Settings.DefaultClientScopeIds.Concat(realm.Settings.OptionalClientScopeIds) : [];
            ids = before is null ? ids : ids.Concat(before.DefaultClientScopeIds).Concat(before.OptionalClientScopeIds);
            allowed.UnionWith(ids.Select(id => realm.FindScopeById(id)?.Name).OfType<string>());
            if (!asked.All(allowed.Contains))
            {
                throw policy.Refuse("Not permitted to use specified clientScope");
            }
        }
    }
}
