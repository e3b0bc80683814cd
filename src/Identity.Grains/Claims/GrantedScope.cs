using Identity.Grains.ClientScopes;

namespace Identity.Grains.Claims;

/// <summary>What a scope parameter came to for one client.</summary>
/// <param name="Text">For the token and the response: openid first, then the scopes that show themselves, by name.</param>
/// <param name="OpenId">Whether openid was asked for: an ID token is due.</param>
/// <param name="Offline">Whether offline_access applies.</param>
/// <param name="Scopes">The applied client scopes: the default ones and the optional ones asked for.</param>
public sealed record GrantedScope(string Text, bool OpenId, bool Offline, IReadOnlyList<ClientScopeState> Scopes)
{
    /// <summary>Every applied scope, hidden ones too, as a refresh token carries it: resolving it again gives the same grant.</summary>
    public string FullText { get; init; } = Text;

    /// <summary>The ids of the roles that tokens of this grant may carry; null for every role.</summary>
    public IReadOnlySet<string>? AllowedRoles => Plan?.AllowedRoles;

    /// <summary>The compiled mappers; null in a grant that was not made by <see cref="ScopeGrant"/>.</summary>
    internal ClaimPlan? Plan { get; init; }
}
