using Identity.Grains.Storage;

namespace Identity.Grains.Tokens;

/// <summary>Names what is revoked or used once. Tokens and client assertions have ids of their own kinds: none can pass for the other.</summary>
public static class RevokedTokenKey
{
    private const string AssertionPrefix = "assertion:";

    /// <summary>The grain key of a token that the server has issued.</summary>
    /// <param name="realmId">The realm.</param>
    /// <param name="tokenId">Its jti. All those that cannot be an id share one key: they are revoked together.</param>
    public static EntityKey OfToken(string realmId, string tokenId)
    {
        ArgumentNullException.ThrowIfNull(tokenId);
        return EntityKey.ToFind(realmId, tokenId.StartsWith(AssertionPrefix, StringComparison.Ordinal) ? null : tokenId);
    }

    /// <summary>The grain key of a client assertion.</summary>
    /// <param name="realmId">The realm.</param>
    /// <param name="digest">A digest of the client and of the assertion's jti.</param>
    public static EntityKey OfAssertion(string realmId, string digest) => new(realmId, AssertionPrefix + digest);
}
