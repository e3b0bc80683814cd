using Identity.Gateway.Errors;
using Identity.Gateway.Events;
using Identity.Gateway.Tokens;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Token;

/// <summary>What token requests come to, as events in Keycloak's words.</summary>
internal static class TokenHappenings
{
    public static LoginHappening Granted(TokenRequest request, IssuedTokens tokens) => new(Type(request.Grant.Type))
    {
        ClientId = request.Client.ClientId,
        UserId = tokens.UserId,
        SessionId = tokens.SessionState,
        Details = Details(request, tokens.Scope),
    };

    public static LoginHappening Refused(TokenRequest request, OAuthError error)
    {
        var type = request.Grant?.Type;
        return new LoginHappening($"{Type(type)}_ERROR")
        {
            ClientId = request.Client?.ClientId,
            UserId = request.UserId,
            Error = request.Client is null ? "invalid_client_credentials"
                : error.Code != ErrorCodes.InvalidGrant ? error.Code
                : type switch
                {
                    GrantTypes.AuthorizationCode => "invalid_code",
                    GrantTypes.RefreshToken => "invalid_token",
                    GrantTypes.Password => "invalid_user_credentials",
                    _ => error.Code,
                },
            Details = new Dictionary<string, string> { ["grant_type"] = type ?? string.Empty, ["reason"] = error.Description ?? error.Code },
        };
    }

    private static Dictionary<string, string> Details(TokenRequest request, string scope)
    {
        var details = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = request.Grant.Type,
            ["scope"] = scope,
            ["client_auth_method"] = request.Client.ClientAuthenticatorType,
        };
        if (request.Grant.Type == GrantTypes.Password && request.Form[ParameterNames.Username] is { } username)
        {
            details["username"] = username;
            details["auth_method"] = "openid-connect";
        }

        return details;
    }

    /// <summary>The type of a granted request's event.</summary>
    public static string Type(string? grantType) => grantType switch
    {
        GrantTypes.AuthorizationCode => "CODE_TO_TOKEN",
        GrantTypes.RefreshToken => "REFRESH_TOKEN",
        GrantTypes.ClientCredentials => "CLIENT_LOGIN",
        _ => "LOGIN",
    };
}
