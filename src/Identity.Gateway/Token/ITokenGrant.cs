using Identity.Gateway.Errors;
using Identity.Gateway.Tokens;

namespace Identity.Gateway.Token;

/// <summary>One grant type. Runs after every check of the endpoint: the client is authenticated.</summary>
internal interface ITokenGrant
{
    /// <summary>Its grant_type.</summary>
    string Type { get; }

    /// <summary>Grants or refuses.</summary>
    Task<GrantResult> GrantAsync(TokenRequest request);
}

/// <summary>What became of a grant.</summary>
internal abstract record GrantResult
{
    private GrantResult()
    {
    }

    /// <summary>Granted.</summary>
    public sealed record Issued(IssuedTokens Tokens) : GrantResult;

    /// <summary>Not granted.</summary>
    public sealed record Refused(OAuthError Error) : GrantResult;
}
