using Identity.Grains.Clients;
using Identity.Grains.Clients.Addresses;
using Identity.Grains.ClientScopes;

namespace Identity.Gateway.Admin.Clients;

/// <summary>A pairwise subject needs a sector that does not change by chance: one host, or a sector identifier (OpenID Connect Core section 8.1).</summary>
internal static class PairwiseRule
{
    /// <summary>The mapper that makes pairwise subjects.</summary>
    public const string Mapper = "oidc-sha256-pairwise-sub-mapper";

    /// <summary>The setting of the mapper.</summary>
    public const string SectorSetting = "sectorIdentifierUri";

    /// <summary>What is wrong with the client's pairwise mapper; null when it has none or nothing is.</summary>
    public static ClientProblem? Find(ClientState client) =>
        client.ProtocolMappers.FirstOrDefault(mapper => mapper.Mapper == Mapper) is { } mapper && Refuse(client, mapper) is { } refusal
            ? new("pairWise", refusal.Description)
            : null;

    /// <summary>Why the mapper cannot be used by the client; null when it can.</summary>
    public static (string Error, string Description)? Refuse(ClientState client, ProtocolMapper mapper)
    {
        if (mapper.Config.GetValueOrDefault(SectorSetting) is { Length: > 0 } sector)
        {
            return AddressKinds.Sector.Allows(sector)
                ? null
                : ("Invalid Sector Identifier URI.", "Malformed Sector Identifier URI.");
        }

        var hosts = client.RedirectUris.Select(address => Host(client, address)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return hosts.Count == 0 || hosts.Contains(string.Empty) ? Same("Client redirect URIs must contain a valid host component.")
            : hosts.Count > 1 ? Same("Without a configured Sector Identifier URI, client redirect URIs must not contain multiple host components.")
            : null;
    }

    private static (string, string) Same(string text) => (text, text);

    private static string Host(ClientState client, string address) =>
        Uri.TryCreate(address.StartsWith('/') ? client.RootUrl : address.TrimEnd('*'), UriKind.Absolute, out var uri) ? uri.Host : string.Empty;
}
