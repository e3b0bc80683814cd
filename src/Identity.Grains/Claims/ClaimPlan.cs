using System.Collections.Frozen;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Realms;

namespace Identity.Grains.Claims;

/// <summary>The mappers of a client and its applied scopes in the order in which they run, their settings read once.</summary>
internal sealed class ClaimPlan
{
    private ClaimPlan(RealmSnapshot realm, ClaimMapper[] mappers, FrozenSet<string>? allowedRoles)
    {
        Roles = new RememberedRoles(realm);
        Mappers = mappers;
        AllowedRoles = allowedRoles;
    }

    /// <summary>In order.</summary>
    public ClaimMapper[] Mappers { get; }

    /// <summary>The ids of the roles that tokens may carry; null for all.</summary>
    public FrozenSet<string>? AllowedRoles { get; }

    /// <summary>The roles that tokens carry, of users that came before.</summary>
    public RememberedRoles Roles { get; }

    public static ClaimPlan Create(RealmSnapshot realm, ClientState client, IReadOnlyList<ClientScopeState> scopes)
    {
        var mappers = scopes.SelectMany(scope => scope.ProtocolMappers)
            .Concat(client.ProtocolMappers)
            .Where(mapper => mapper.Protocol == "openid-connect")
            .Select(mapper => MapperKinds.Compile(mapper, realm, client))
            .OfType<ClaimMapper>()
            .OrderBy(mapper => mapper.Order)
            .ToArray();
        return new ClaimPlan(realm, mappers, client.FullScopeAllowed ? null : Allowed(realm, client, scopes));
    }

    private static FrozenSet<string> Allowed(RealmSnapshot realm, ClientState client, IReadOnlyList<ClientScopeState> scopes) =>
        realm.ExpandRoles(realm.RolesOf(client.Id).Select(role => role.Id)
                .Concat(client.ScopeRoleIds)
                .Concat(scopes.SelectMany(scope => scope.ScopeRoleIds)))
            .ToFrozenSet(StringComparer.Ordinal);
}
