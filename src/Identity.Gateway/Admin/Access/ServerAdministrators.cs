using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin.Access;

/// <summary>Judges for the host who may look into the server itself: administrators of the realm master who hold its role admin.</summary>
public sealed class ServerAdministrators
{
    private readonly AdminAuthentication _authentication;

    internal ServerAdministrators(AdminAuthentication authentication) => _authentication = authentication;

    /// <summary>What the request's bearer token is worth at this moment; where the request has no Authorization header, what
    /// <paramref name="token"/> is worth. The request may have come to an address of the host's own.</summary>
    public async Task<ServerAccess> JudgeAsync(HttpContext http, string? token)
    {
        var text = http.Request.Headers.Authorization.Count > 0 ? AdminAuthentication.BearerToken(http.Request) : token;
        return text is null || await _authentication.AuthenticateElsewhereAsync(text, http.RequestAborted) is not { } administrator ? ServerAccess.Unknown
            : administrator.AdministersServer && TransportRule.Allows(administrator.Realm.Settings, http) ? ServerAccess.Granted
            : ServerAccess.Refused;
    }
}

/// <summary>What a token is worth.</summary>
public enum ServerAccess
{
    /// <summary>There is none, or it is not or no longer good.</summary>
    Unknown,

    /// <summary>It is good, but of somebody else, or came over plain HTTP where the realm wants HTTPS.</summary>
    Refused,

    /// <summary>It is an administrator's.</summary>
    Granted,
}
