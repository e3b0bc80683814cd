using Identity.Gateway.Authorize;
using Identity.Gateway.Events;
using Identity.Grains.Protocol;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Login;

/// <summary>What browser logins come to, as events in Keycloak's words.</summary>
internal static class LoginHappenings
{
    public static LoginHappening LoggedIn(AuthorizeRequest request, SessionView session) => new("LOGIN")
    {
        ClientId = request.Client.ClientId,
        UserId = session.UserId,
        SessionId = session.Id,
        Details = new Dictionary<string, string>
        {
            ["auth_method"] = "openid-connect",
            ["auth_type"] = "code",
            ["response_type"] = "code",
            ["redirect_uri"] = request.Parameters[ParameterNames.RedirectUri] ?? string.Empty,
            ["consent"] = request.Client.ConsentRequired ? "consent_granted" : "no_consent_required",
            ["code_id"] = session.Id,
            ["username"] = session.Username,
            ["response_mode"] = request.Parameters["response_mode"] ?? "query",
        },
    };

    public static LoginHappening Failed(AuthorizeRequest request, string? userId, string username, string error) => new("LOGIN_ERROR")
    {
        ClientId = request.Client.ClientId,
        UserId = userId,
        Error = error,
        Details = new Dictionary<string, string>
        {
            ["auth_method"] = "openid-connect",
            ["auth_type"] = "code",
            ["redirect_uri"] = request.Parameters[ParameterNames.RedirectUri] ?? string.Empty,
            ["username"] = username,
        },
    };

    public static LoginHappening PasswordUpdated(AuthorizeRequest request, string userId) => new("UPDATE_PASSWORD")
    {
        ClientId = request.Client.ClientId,
        UserId = userId,
        Details = new Dictionary<string, string> { ["auth_method"] = "openid-connect", ["credential_type"] = "password" },
    };

    public static LoginHappening ProfileUpdated(AuthorizeRequest request, string userId) => new("UPDATE_PROFILE")
    {
        ClientId = request.Client.ClientId,
        UserId = userId,
        Details = new Dictionary<string, string> { ["auth_method"] = "openid-connect", ["context"] = "UPDATE_PROFILE" },
    };
}
