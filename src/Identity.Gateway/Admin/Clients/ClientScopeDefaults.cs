using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Clients;

/// <summary>The client scopes that the realm gives to its clients.</summary>
internal static class ClientScopeDefaults
{
    private const string ServiceAccountScope = "service_account";

    /// <summary>The ids of the realm's default scopes of that protocol.</summary>
    public static IReadOnlyList<string> Default(RealmSnapshot realm, string protocol) => OfProtocol(realm, realm.Settings.DefaultClientScopeIds, protocol);

    /// <summary>The ids of the realm's optional scopes of that protocol.</summary>
    public static IReadOnlyList<string> Optional(RealmSnapshot realm, string protocol) => OfProtocol(realm, realm.Settings.OptionalClientScopeIds, protocol);

    /// <summary>The client with the scope of service accounts as a default scope, where the realm has it.</summary>
    public static ClientState WithServiceAccount(RealmSnapshot realm, ClientState client) =>
        ServiceAccount(realm) is not { } id || client.DefaultClientScopeIds.Contains(id) || client.OptionalClientScopeIds.Contains(id)
            ? client
            : client with { DefaultClientScopeIds = [.. client.DefaultClientScopeIds, id] };

    /// <summary>The client without that scope.</summary>
    public static ClientState WithoutServiceAccount(RealmSnapshot realm, ClientState client) =>
        ServiceAccount(realm) is not { } id
            ? client
            : client with
            {
                DefaultClientScopeIds = [.. client.DefaultClientScopeIds.Where(known => known != id)],
                OptionalClientScopeIds = [.. client.OptionalClientScopeIds.Where(known => known != id)],
            };

    /// <summary>The client with the realm's scopes of its protocol besides those that it has.</summary>
    public static ClientState ForProtocol(RealmSnapshot realm, ClientState client)
    {
        var defaults = client.DefaultClientScopeIds.Union(Default(realm, client.Protocol).Except(client.OptionalClientScopeIds)).ToList();
        return client with
        {
            DefaultClientScopeIds = defaults,
            OptionalClientScopeIds = [.. client.OptionalClientScopeIds.Union(Optional(realm, client.Protocol)).Except(defaults)],
        };
    }

    private static string? ServiceAccount(RealmSnapshot realm) =>
        realm.ClientScopes.FirstOrDefault(scope => scope.Name == ServiceAccountScope && scope.Protocol == "openid-connect")?.Id;

    private static IReadOnlyList<string> OfProtocol(RealmSnapshot realm, IEnumerable<string> ids, string protocol) =>
        [.. ids.Where(id => realm.FindScopeById(id)?.Protocol == protocol)];
}
