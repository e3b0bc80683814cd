using System.Runtime.CompilerServices;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Clients;

/// <summary>The clients of a realm in order of client_id, sorted once a snapshot.</summary>
internal static class ClientList
{
    // As with Keycloak, others are refused: an attribute may be a secret.
    private static readonly HashSet<string> Searchable = new(StringComparer.Ordinal)
    {
        "saml_idp_initiated_sso_url_name", "saml.artifact.binding.identifier", "jwt.credential.issuer",
    };

    private static readonly ConditionalWeakTable<RealmSnapshot, ClientState[]> Sorted = [];

    /// <summary>The clients that the query asks for, before paging.</summary>
    public static IEnumerable<ClientState> Of(AdminCall call)
    {
        var all = All(call.Realm);
        var attributes = call.Query.Attributes();
        if (attributes.Count > 0)
        {
            return attributes.Where(pair => !Searchable.Contains(pair.Key)).Select(pair => pair.Key).ToList() is { Count: > 0 } refused
                ? throw new AdminRefusalException(AdminResult.Error(400, "invalid_request", $"Attributes [{string.Join(", ", refused)}] not allowed for search"))
                : all.Where(client => attributes.All(pair => client.Attributes.TryGetValue(pair.Key, out var value) && value == pair.Value));
        }

        return call.Query.Text("clientId") is not { } clientId ? all
            : call.Query.Flag("search") == true ? all.Where(client => client.ClientId.Contains(clientId, StringComparison.OrdinalIgnoreCase))
            : call.Realm.FindClient(clientId) is { } found ? [found]
            : UnreadableEntries.Clients(call.Realm).Where(client => client.ClientId == clientId);
    }

    private static ClientState[] All(RealmSnapshot realm) => Sorted.GetValue(realm, snapshot =>
        [.. snapshot.Clients.OrderBy(client => client.ClientId, StringComparer.Ordinal), .. UnreadableEntries.Clients(snapshot)]);
}
