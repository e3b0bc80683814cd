using Identity.Gateway.Realms;
using Identity.Grains.Claims;
using Identity.Grains.Clients;
using Identity.Grains.Sessions;
using Identity.Grains.Users;

namespace Identity.Gateway.Tokens;

/// <summary>What tokens to issue, and about whom. Everything in it has been checked.</summary>
internal sealed record TokenOrder
{
    /// <summary>Whose issuer and keys.</summary>
    public required RealmContext Realm { get; init; }

    /// <summary>To whom.</summary>
    public required ClientState Client { get; init; }

    /// <summary>About whom.</summary>
    public required UserState User { get; init; }

    /// <summary>Null for tokens without a session.</summary>
    public SessionView? Session { get; init; }

    /// <summary>What the access and ID token may say.</summary>
    public required GrantedScope Scope { get; init; }

    /// <summary>Two letters that name the grant in the access token's jti: ac, rt, cc, ro.</summary>
    public required string GrantLetters { get; init; }

    /// <summary>The refresh token to issue; null for none.</summary>
    public RefreshOrder? Refresh { get; init; }

    /// <summary>Of the authorization request, for its first ID token.</summary>
    public string? Nonce { get; init; }

    /// <summary>The claims parameter of the authorization request.</summary>
    public string? ClaimsParameter { get; init; }

    /// <summary>Notes that are in no session.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();
}

/// <summary>The refresh token to issue.</summary>
/// <param name="FamilyId">Its family.</param>
/// <param name="Generation">Its place there.</param>
/// <param name="Scope">Everything it stands for, hidden scopes included: a refresh that asked for less does not lose the rest.</param>
internal sealed record RefreshOrder(string FamilyId, int Generation, string Scope);
