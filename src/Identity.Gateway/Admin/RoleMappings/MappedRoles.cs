namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>Which roles a part of the mappings is about: the realm's, or those of the client in the path.</summary>
internal sealed class MappedRoles
{
    private static readonly MappedRoles OfRealm = new(ofClient: false);
    private static readonly MappedRoles OfClient = new(ofClient: true);

    private MappedRoles(bool ofClient) => IsOfClient = ofClient;

    /// <summary>Whether it is about a client's roles.</summary>
    public bool IsOfClient { get; }

    /// <summary>Both parts with their routes.</summary>
    public static IReadOnlyList<(string Path, MappedRoles Of)> Parts(IRoleHolders kind) => [($"{kind.Path}/realm", OfRealm), ($"{kind.Path}/clients/{{client}}", OfClient)];

    /// <summary>The Id (UUID) of the client in the path, null for the realm's roles; refuses when there is no such client.</summary>
    public string? ClientId(AdminCall call, IRoleHolders kind) => !IsOfClient ? null
        : call.Realm.FindClientById(call.Route("client"))?.Id ?? throw AdminRefusalException.NotFound(kind.MissingClient);
}
