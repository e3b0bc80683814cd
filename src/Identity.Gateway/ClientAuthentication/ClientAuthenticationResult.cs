using Identity.Gateway.Errors;
using Identity.Grains.Clients;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>What became of a client's authentication.</summary>
internal abstract record ClientAuthenticationResult
{
    private ClientAuthenticationResult()
    {
    }

    /// <summary>It is that client; a public client is one that only said so.</summary>
    public sealed record Accepted(ClientState Client) : ClientAuthenticationResult;

    /// <summary>It is not. The error says no more than that.</summary>
    public sealed record Refused(OAuthError Error) : ClientAuthenticationResult;
}
