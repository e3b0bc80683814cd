using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Keycloak's FederatedIdentityRepresentation.</summary>
internal static class FederatedIdentityBody
{
    private const int MaxLinks = 100;
    private const int MaxLength = 255;
    private const string Linked = "User is already linked with provider";
    private const string TooMany = "Too many federated identities";

    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "FederatedIdentityRepresentation", (FieldKind.Text, ["identityProvider", "userId", "userName"]));

    /// <summary>The links of a new user. A provider that the realm does not have yet is kept, as Keycloak does.</summary>
    public static IReadOnlyList<FederatedIdentity> Read(JsonArray links)
    {
        var read = links.Select(Fields.Check)
            .Where(link => !string.IsNullOrEmpty((string?)link["identityProvider"]))
            .Select(link => Of((string)link["identityProvider"]!, link))
            .DistinctBy(link => link.IdentityProvider, StringComparer.Ordinal)
            .ToList();
        return read.Count <= MaxLinks ? read : throw AdminRefusalException.Invalid(TooMany);
    }

    /// <summary>One link.</summary>
    public static FederatedIdentity Of(string provider, JsonObject link) =>
        new() { IdentityProvider = Checked(provider)!, UserId = Checked((string?)link["userId"]), UserName = Checked((string?)link["userName"]) };

    /// <summary>The user with one more link.</summary>
    public static UserState Add(UserState user, FederatedIdentity link) =>
        user.FederatedIdentities.Any(other => other.IdentityProvider == link.IdentityProvider) ? throw new AdminRefusalException(AdminResult.Conflict(Linked))
        : user.FederatedIdentities.Count >= MaxLinks ? throw AdminRefusalException.Invalid(TooMany)
        : user with { FederatedIdentities = [.. user.FederatedIdentities, link] };

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

    private static string? Checked(string? text) => text is { Length: > MaxLength } ? throw AdminRefusalException.Invalid("A federated identity is too long") : text;

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
