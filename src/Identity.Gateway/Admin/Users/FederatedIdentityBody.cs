using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Keycloak's FederatedIdentityRepresentation.</summary>
internal static class FederatedIdentityBody
{
    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "FederatedIdentityRepresentation", (FieldKind.Text, ["identityProvider", "userId", "userName"]));

    /// <summary>The links of a new user, those to providers that the realm does not have left out, as Keycloak does.</summary>
    public static IReadOnlyList<FederatedIdentity> Read(RealmSnapshot realm, JsonArray links)
    {
        var providers = Providers(realm);
        return
        [
            .. links.Select(Fields.Check)
                .Where(link => (string?)link["identityProvider"] is { } alias && providers.Contains(alias))
                .Select(link => Of((string)link["identityProvider"]!, link))
                .DistinctBy(link => link.IdentityProvider),
        ];
    }

    /// <summary>One link.</summary>
    public static FederatedIdentity Of(string provider, JsonObject link) =>
        new() { IdentityProvider = provider, UserId = (string?)link["userId"], UserName = (string?)link["userName"] };

    /// <summary>Those of the user's links whose provider the realm has.</summary>
    public static JsonArray Write(RealmSnapshot realm, UserState user)
    {
        var providers = Providers(realm);
        return new JsonArray([.. user.FederatedIdentities.Where(link => providers.Contains(link.IdentityProvider)).Select(Write)]);
    }

    /// <summary>The aliases of the realm's identity providers.</summary>
    public static IReadOnlySet<string> Providers(RealmSnapshot realm)
    {
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        if (realm.Settings.Extra is { } extra && extra.TryGetValue("identityProviders", out var providers) && providers.ValueKind == JsonValueKind.Array)
        {
            aliases.UnionWith(providers.EnumerateArray()
                .Where(provider => provider.ValueKind == JsonValueKind.Object && provider.TryGetProperty("alias", out var alias) && alias.ValueKind == JsonValueKind.String)
                .Select(provider => provider.GetProperty("alias").GetString()!));
        }

        return aliases;
    }

    private static JsonObject Write(FederatedIdentity link)
    {
        var node = new JsonObject { ["identityProvider"] = link.IdentityProvider };
        if (link.UserId is not null)
        {
            node["userId"] = link.UserId;
        }

        if (link.UserName is not null)
        {
            node["userName"] = link.UserName;
        }

        return node;
    }
}
