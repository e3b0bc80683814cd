using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Grains.Claims;

/// <summary>Decides which client scopes a scope parameter applies.</summary>
/// <remarks>Grants depend on the realm's snapshot, the client and the set of scopes alone, so each is worked out once a snapshot.</remarks>
public static class ScopeGrant
{
    private const int MaxCachedGrants = 4096;
    private const string OpenId = "openid";
    private const string OfflineAccess = "offline_access";

    // Callers choose the text. What is longer than the scopes of most tokens is worked out each time.
    private const int MaxCachedText = 256;

    private static readonly ConditionalWeakTable<RealmSnapshot, Grants> Cache = [];

    /// <summary>The scopes of the client that apply: all default ones, and those optional ones that are asked for.
    /// Null when anything else than these and openid is asked for (invalid_scope).</summary>
    public static GrantedScope? Resolve(RealmSnapshot realm, ClientState client, string? requested)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(client);
        var text = requested ?? string.Empty;
        var byText = Cache.GetOrCreateValue(realm).ByText;
        var isOfSnapshot = ReferenceEquals(realm.FindClientById(client.Id), client);
        if (isOfSnapshot && byText.TryGetValue((client.Id, text), out var known))
        {
            return known;
        }

        var granted = Apply(realm, client, text);
        if (isOfSnapshot && granted is not null && text.Length <= MaxCachedText)
        {
            if (byText.Count >= MaxCachedGrants)
            {
                byText.Clear();
            }

            byText.TryAdd((client.Id, text), granted);
        }

        return granted;
    }

    /// <summary>Leaves out the scopes that the user may not use: a scope with roles of its own is for those who hold one of them.</summary>
    public static GrantedScope Permit(RealmSnapshot realm, ClientState client, UserState user, GrantedScope granted)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(granted);
        if (granted.Scopes.All(scope => scope.ScopeRoleIds.Count == 0))
        {
            return granted;
        }

        var permitted = granted.Scopes
            .Where(scope => scope.ScopeRoleIds.Count == 0 || realm.HoldsAny(user, realm.ExpandRoles(scope.ScopeRoleIds)))
            .ToList();
        return permitted.Count == granted.Scopes.Count ? granted : Cached(realm, client, permitted, granted.OpenId);
    }

    private static GrantedScope? Apply(RealmSnapshot realm, ClientState client, string requested)
    {
        var openId = false;
        var scopes = Find(realm, client.DefaultClientScopeIds);
        if (!string.IsNullOrWhiteSpace(requested))
        {
            var optional = Find(realm, client.OptionalClientScopeIds);
            foreach (var range in requested.AsSpan().Split(' '))
            {
                var name = requested.AsSpan(range);
                if (name.SequenceEqual(OpenId))
                {
                    openId = true;
                }
                else if (!name.IsEmpty && !Contains(scopes, name) && !TryApply(optional, name, scopes))
                {
                    return null;
                }
            }
        }

        return Cached(realm, client, scopes, openId);
    }

    private static List<ClientScopeState> Find(RealmSnapshot realm, IReadOnlyList<string> ids)
    {
        var scopes = new List<ClientScopeState>(ids.Count + 2);
        foreach (var id in ids)
        {
            if (realm.FindScopeById(id) is { Protocol: "openid-connect" } scope)
            {
                scopes.Add(scope);
            }
        }

        return scopes;
    }

    private static bool Contains(List<ClientScopeState> scopes, ReadOnlySpan<char> name)
    {
        foreach (var scope in scopes)
        {
            if (name.SequenceEqual(scope.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryApply(List<ClientScopeState> optional, ReadOnlySpan<char> name, List<ClientScopeState> scopes)
    {
        foreach (var scope in optional)
        {
            if (name.SequenceEqual(scope.Name))
            {
                scopes.Add(scope);
                return true;
            }
        }

        return false;
    }

    private static GrantedScope Cached(RealmSnapshot realm, ClientState client, List<ClientScopeState> scopes, bool openId)
    {
        scopes.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        var fullText = Join(openId, scopes);
        var grants = Cache.GetOrCreateValue(realm).ByScopes;
        var key = $"{client.Id} {fullText}";
        if (grants.TryGetValue(key, out var known))
        {
            return known;
        }

        var granted = new GrantedScope(
            Join(openId, scopes.Where(IsShown)), openId, scopes.Exists(scope => scope.Name == OfflineAccess), scopes)
        {
            FullText = fullText,
            Plan = ClaimPlan.Create(realm, client, scopes),
        };
        if (grants.Count >= MaxCachedGrants)
        {
            grants.Clear();
        }

        return grants.GetOrAdd(key, granted);
    }

    private static bool IsShown(ClientScopeState scope) =>
        !scope.Attributes.TryGetValue("include.in.token.scope", out var shown) || shown is "" or "true";

    private static string Join(bool openId, IEnumerable<ClientScopeState> scopes)
    {
        var names = scopes.Select(scope => scope.Name);
        return string.Join(' ', openId ? names.Prepend(OpenId) : names);
    }

    /// <summary>What was worked out for a snapshot.</summary>
    private sealed class Grants
    {
        /// <summary>By the client's id and its applied scopes.</summary>
        public ConcurrentDictionary<string, GrantedScope> ByScopes { get; } = new(StringComparer.Ordinal);

        /// <summary>By the client's id and the parameter as it came.</summary>
        public ConcurrentDictionary<(string ClientId, string Text), GrantedScope> ByText { get; } = new();
    }
}
