using Identity.Grains.Realms;

namespace Identity.Gateway.Realms;

/// <summary>The realm that a request is for.</summary>
/// <param name="Realm">Its snapshot.</param>
/// <param name="BaseUrl">Scheme, host and base path that clients use, without a trailing slash.</param>
internal sealed record RealmContext(RealmSnapshot Realm, string BaseUrl)
{
    /// <summary>The same of the admin console and the admin API.</summary>
    public required string AdminUrl { get; init; }

    /// <summary>The iss value: the realm's address.</summary>
    public string Issuer { get; } = $"{BaseUrl}/realms/{Uri.EscapeDataString(Realm.Name)}";

    /// <summary>Where the OpenID Connect endpoints are.</summary>
    public string Protocol => $"{Issuer}/protocol/openid-connect";

    /// <summary>Another realm at the same addresses.</summary>
    public RealmContext Of(RealmSnapshot realm) => new(realm, BaseUrl) { AdminUrl = AdminUrl };
}
