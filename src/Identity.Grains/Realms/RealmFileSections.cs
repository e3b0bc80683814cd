using System.Text.Json;
using Identity.Grains.Authentication;

namespace Identity.Grains.Realms;

/// <summary>Tells which parts of a realm are kept but not acted on.</summary>
internal static class RealmFileSections
{
    private static readonly string[] Lists =
    [
        "identityProviders", "identityProviderMappers", "userFederationProviders", "userFederationMappers", "federatedUsers",
        "organizations", "protocolMappers",
    ];

    private static readonly (string Section, string Inner)[] Nested = [("clientProfiles", "profiles"), ("clientPolicies", "policies")];

    private static readonly string[] ActedOn =
        ["org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy", "org.keycloak.userprofile.UserProfileProvider"];

    public static IReadOnlyList<string> Unsupported(RealmState realm)
    {
        var extra = realm.Extra ?? [];
        var sections = Lists.Where(name => extra.TryGetValue(name, out var list) && IsFilled(list)).ToList();
        sections.AddRange(Nested
            .Where(name => extra.TryGetValue(name.Section, out var section) && section.ValueKind == JsonValueKind.Object
                && section.TryGetProperty(name.Inner, out var inner) && IsFilled(inner))
            .Select(name => name.Section));
        if (extra.TryGetValue("components", out var components))
        {
            sections.AddRange(components.EnumerateObject().Where(type => !ActedOn.Contains(type.Name)).Select(type => $"components {type.Name[(type.Name.LastIndexOf('.') + 1)..]}"));
        }

        if (FlowSupport.Ignored(realm).Count > 0)
        {
            sections.Add("authenticationFlows");
        }

        if (RequiredActionSupport.Ignored(realm).Count > 0)
        {
            sections.Add("requiredActions");
        }

        return sections;
    }

    private static bool IsFilled(JsonElement list) => list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0;
}
