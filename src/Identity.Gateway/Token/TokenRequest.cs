using Identity.Gateway.Errors;
using Identity.Gateway.Forms;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Token;

/// <summary>A request on its way through the checks of the token endpoint: each check may rely on what those before it put here.</summary>
internal sealed class TokenRequest(HttpContext http, RealmContext realm)
{
    public HttpContext Http { get; } = http;

    public RealmContext Realm { get; } = realm;

    public FormParameters Form { get; set; } = null!;

    public ITokenGrant Grant { get; set; } = null!;

    public ClientState Client { get; set; } = null!;

    /// <summary>The user whose password was tried; null when none was, or nobody has that name.</summary>
    public string? UserId { get; set; }

    /// <summary>Where the request came from.</summary>
    public string? IpAddress
    {
        get
        {
            var address = Http.Connection.RemoteIpAddress;
            return (address?.IsIPv4MappedToIPv6 == true ? address.MapToIPv4() : address)?.ToString();
        }
    }

    /// <summary>Stops reads when the caller has gone away. Nothing that consumes, rotates or counts takes it.</summary>
    public CancellationToken Aborted => Http.RequestAborted;
}

/// <summary>One check: null lets the request pass.</summary>
internal delegate ValueTask<OAuthError?> TokenCheck(TokenRequest request);
