using Identity.Grains.Claims;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.Token;

/// <summary>What a refresh may carry: what was granted, or less (RFC 6749 section 6).</summary>
internal static class RefreshScope
{
    /// <summary>The scope for the new access token. What was granted and the client may no longer ask for falls away, and so does what
    /// the client may ask for and was not granted (Keycloak answers without it instead of refusing).</summary>
    public static GrantedScope Resolve(RealmSnapshot realm, ClientState client, string? granted, string? requested)
    {
        if (requested is null && ScopeGrant.Resolve(realm, client, granted) is { } whole)
        {
            return whole;
        }

        var names = (granted ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var wanted = requested?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kept = names.Where(name => (wanted is null || wanted.Contains(name)) && ScopeGrant.Resolve(realm, client, name) is not null);
        return ScopeGrant.Resolve(realm, client, string.Join(' ', kept))
            ?? throw new InvalidOperationException("Scopes that resolve one by one resolve together.");
    }
}
