using Identity.Gateway.Tokens;
using Identity.Grains.Claims;
using Identity.Grains.Clients;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Token;

/// <summary>Decides whether a grant issues a refresh token.</summary>
internal static class RefreshOrders
{
    /// <summary>The first refresh token of an authorization; null when the client does not use them.</summary>
    public static RefreshOrder? For(ClientState client, string familyId, GrantedScope scope) =>
        IsUsed(client) ? new RefreshOrder(familyId, Generation: 0, scope.FullText) : null;

    /// <summary>Whether the client uses refresh tokens; the default is that it does.</summary>
    public static bool IsUsed(ClientState client) =>
        !client.Attributes.TryGetValue(ClientAttributes.UseRefreshTokens, out var value) || value != "false";
}
