using Identity.Gateway.Realms;
using Identity.Gateway.Tokens;
using Identity.Grains.Protocol;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;

namespace Identity.Gateway.Revocation;

/// <summary>Revokes one token, and with a refresh token what it stands for.</summary>
internal sealed class TokenRevocation(IGrainFactory grains)
{
    /// <summary>Commits the revocation. Takes no cancellation token: a caller that goes away must not leave it half done. Idempotent.</summary>
    public Task RevokeAsync(RealmContext realm, VerifiedToken token)
    {
        if (token.SessionId is not { } sid)
        {
            return grains.Get<IRevokedTokenGrain>(RevokedTokenKey.OfToken(realm.Realm.Id, token.Id)).RevokeAsync(token.ExpiresAt ?? long.MaxValue);
        }

        // Without the client there is nothing left to revoke.
        if (realm.Realm.FindClient(token.ClientId) is not { } client)
        {
            return Task.CompletedTask;
        }

        var session = grains.Get<ISessionGrain>(SessionKey.Of(realm.Realm.Id, sid, token.IsOffline));
        return token.Type == TokenTypes.Bearer
            ? session.RevokeTokenAsync(client.Id, token.Id, token.ExpiresAt ?? long.MaxValue)
            // RFC 7009 section 2.1: with the refresh token goes the grant.
            : session.EndClientAsync(client.Id);
    }
}
