using System.Security.Cryptography;
using Identity.Grains.Clients;
using Identity.Grains.Clients.Addresses;
using Identity.Grains.ClientScopes;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>Reads the clients of a realm file.</summary>
internal sealed class RealmFileClients(
    FileNode file, RealmFileIds ids, RealmFileScopeMappings mappings, IReadOnlyList<ClientScopeState> scopes)
{
    // Exports without secrets have this in their place.
    private const string Mask = "**********";

    private const string SecretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int SecretLength = 32;
    private const string ServiceAccountScope = "service_account";

    private static readonly IReadOnlySet<string> NotCopied = new HashSet<string>(StringComparer.Ordinal)
    {
        "id", "schema", "sessionsValidFrom", "registrationTokenId", "attributes", "protocolMappers", "defaultClientScopeIds", "optionalClientScopeIds", "scopeRoleIds",
        "defaultClientScopes", "optionalClientScopes",
    };

    public ClientState Read(FileNode node, string id)
    {
        var state = node.Read(
            new ClientState { Id = id, ClientId = node.Required("clientId") },
            StateJsonContext.Default.ClientState,
            NotCopied);
        state = state with
        {
            // The old name of both: a client for password grants only, or for none.
            StandardFlowEnabled = !node.Flag("directGrantsOnly") ?? state.StandardFlowEnabled,
            DirectAccessGrantsEnabled = node.Flag("directGrantsOnly") ?? state.DirectAccessGrantsEnabled,
            Attributes = FileMaps.Texts(node.Object("attributes")).ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>()),
            ProtocolMappers = RealmFileMappers.Read(node, id, ids),
            ScopeRoleIds = mappings.OfClient(state.ClientId),
        };
        Demand(node, state);

        return WithScopes(node, state with { Secret = state.Secret ?? NewSecret(state) });
    }

    /// <summary>The client with a secret of its own in the place of the mask, which everybody knows.</summary>
    public static ClientState Unmasked(ClientState client) => client.Secret == Mask ? client with { Secret = NewSecret(client) } : client;

    // Older files hold addresses that are merely of no use. What would send people or the server astray does not come in.
    private static void Demand(FileNode node, ClientState state)
    {
        if (NamedAddress.Of(state)
            .FirstOrDefault(address => address.Fault is AddressFault.Script or AddressFault.Ambiguous or AddressFault.Planted) is { } refused)
        {
            throw node.Error(refused.Kind.Field, refused.Fault switch
            {
                AddressFault.Script => "an address with that scheme cannot be used.",
                AddressFault.Planted => "an address must not contain parameters of the answer.",
                _ => "an address has no user information, no control characters and no backslash.",
            });
        }
    }

    private ClientState WithScopes(FileNode node, ClientState state)
    {
        if (node.Has("defaultClientScopes") || node.Has("optionalClientScopes"))
        {
            return state with
            {
                DefaultClientScopeIds = Ids(node.Texts("defaultClientScopes")),
                OptionalClientScopeIds = Ids(node.Texts("optionalClientScopes")),
            };
        }

        var defaults = OfProtocol(file.Texts("defaultDefaultClientScopes"), state.Protocol);
        return state with
        {
            DefaultClientScopeIds = Ids(state.ServiceAccountsEnabled ? defaults.Append(ServiceAccountScope) : defaults),
            OptionalClientScopeIds = Ids(OfProtocol(file.Texts("defaultOptionalClientScopes"), state.Protocol)),
        };
    }

    // As in Keycloak, a scope that is not there is passed over.
    private List<string> Ids(IEnumerable<string> names) => [.. names.Select(ids.FindScope).OfType<string>().Distinct(StringComparer.Ordinal)];

    private IEnumerable<string> OfProtocol(IReadOnlyList<string> names, string protocol) =>
        names.Where(name => scopes.Any(scope => scope.Name == name && scope.Protocol == protocol));

    private static string? NewSecret(ClientState state) =>
        state.PublicClient || state.BearerOnly || state.Protocol != "openid-connect" || state.ClientAuthenticatorType is not ("client-secret" or "client-secret-jwt")
            ? null
            : RandomNumberGenerator.GetString(SecretAlphabet, SecretLength);
}
