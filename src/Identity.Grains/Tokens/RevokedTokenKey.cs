using Identity.Grains.Storage;

namespace Identity.Grains.Tokens;

/// <summary>Names what is revoked or used once. Tokens, client assertions, logins and browsers have ids of their own kinds: none can pass for another.</summary>
public static class RevokedTokenKey
{
    private const string AssertionPrefix = "assertion:";
    private const string LoginPrefix = "login:";
    private const string BrowserPrefix = "browser:";

    private static readonly string[] s_prefixes = [AssertionPrefix, LoginPrefix, BrowserPrefix];

    /// <summary>The grain key of a token that the server has issued.</summary>
    /// <param name="realmId">The realm.</param>
    /// <param name="tokenId">Its jti. All those that cannot be an id share one key: they are revoked together.</param>
    public static EntityKey OfToken(string realmId, string tokenId)
    {
        ArgumentNullException.ThrowIfNull(tokenId);
        return EntityKey.ToFind(realmId, Array.Exists(s_prefixes, prefix => tokenId.StartsWith(prefix, StringComparison.Ordinal)) ? null : tokenId);
    }

    /// <summary>The grain key of a client assertion.</summary>
    /// <param name="realmId">The realm.</param>
    /// <param name="digest">A digest of the client and of the assertion's jti.</param>
    public static EntityKey OfAssertion(string realmId, string digest) => new(realmId, AssertionPrefix + digest);

    /// <summary>The grain key of a login that may be finished once.</summary>
    /// <param name="realmId">The realm.</param>
    /// <param name="sid">The id of the session that it may begin.</param>
    public static EntityKey OfLogin(string realmId, string sid) => new(realmId, LoginPrefix + sid);

    /// <summary>The grain key of a browser that was logged out.</summary>
    /// <param name="realmId">The realm.</param>
    /// <param name="digest">The hash of its cookie.</param>
    public static EntityKey OfBrowser(string realmId, string digest) => new(realmId, BrowserPrefix + digest);
}
