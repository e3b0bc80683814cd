using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Protocol;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Grains.Users;

namespace Identity.Gateway.Tokens;

/// <summary>Asks whether what stands behind a token is still there: its client, session and user.</summary>
internal sealed class TokenLiveness(SessionReader sessions, UserReader users, RevokedTokenReader revokedTokens, ServiceAccounts serviceAccounts, TimeProvider time)
{
    /// <summary>Checks an access or ID token. Revocations count from the moment they were acknowledged, on whichever pod.</summary>
    public async ValueTask<LivenessResult> CheckAsync(RealmContext realm, VerifiedToken token, CancellationToken cancellationToken)
    {
        if (realm.Realm.FindClient(token.ClientId) is not { Enabled: true } client)
        {
            return new LivenessResult.Dead(DeadReason.ClientDisabled);
        }

        if (token.HasExpired(time.GetUtcNow().ToUnixTimeSeconds()))
        {
            return new LivenessResult.Dead(DeadReason.Expired);
        }

        return token.SessionId is { } sid
            ? await CheckSessionAsync(realm, client, token, sid, cancellationToken)
            : await CheckSessionlessAsync(realm, client, token, cancellationToken);
    }

    private async Task<LivenessResult> CheckSessionAsync(RealmContext realm, ClientState client, VerifiedToken token, string sid, CancellationToken cancellationToken)
    {
        var session = SessionKey.Of(realm.Realm.Id, sid, token.IsOffline);
        var reading = CheckAsync(realm, session, client, token, cancellationToken);

        // The sub of most tokens is the user's id: both records are read at once. Where a mapper makes it another, the session tells.
        var guess = token.Subject is { } subject && Guid.TryParse(subject, out _)
            ? ReadUserAsync(realm, subject, cancellationToken)
            : Task.FromResult<UserState?>(null);
        await Task.WhenAll(reading, guess);
        if (await reading is not { } view)
        {
            var isThere = await sessions.FindAsync(realm.Realm, session, client.Id, cancellationToken) is not null;
            return new LivenessResult.Dead(isThere ? DeadReason.Revoked : DeadReason.SessionEnded);
        }

        var user = await guess;
        if (user?.Id != view.UserId)
        {
            user = await ReadUserAsync(realm, view.UserId, cancellationToken);
        }

        return Judge(realm, client, token, user, view);
    }

    private async Task<SessionView?> CheckAsync(RealmContext realm, EntityKey session, ClientState client, VerifiedToken token, CancellationToken cancellationToken)
    {
        if (token.FamilyId is { } familyId)
        {
            var request = new RefreshRequest { ClientId = client.Id, FamilyId = familyId, Generation = token.Generation };
            return await sessions.CheckRefreshTokenAsync(realm.Realm, session, request, cancellationToken);
        }

        var view = await sessions.CheckTokenAsync(realm.Realm, session, client.Id, token.Id, cancellationToken);
        return token.Type != TokenTypes.Bearer || TokenIds.IsOfPart(token.Id, view?.PartId) ? view : null;
    }

    private async Task<LivenessResult> CheckSessionlessAsync(RealmContext realm, ClientState client, VerifiedToken token, CancellationToken cancellationToken)
    {
        if (token.Type != TokenTypes.Bearer || !TokenIds.IsSessionless(token.Id, new(client.Id, token.IssuedAt, token.ExpiresAt, token.Scope), realm.Realm.Keys.Own.Access))
        {
            return new LivenessResult.Dead(DeadReason.Revoked);
        }

        var revoked = revokedTokens.IsRevokedAsync(RevokedTokenKey.OfToken(realm.Realm.Id, token.Id), cancellationToken);
        var user = serviceAccounts.FindAsync(realm.Realm, client, cancellationToken).AsTask();
        await Task.WhenAll(revoked, user);
        return await revoked
            ? new LivenessResult.Dead(DeadReason.Revoked)
            : Judge(realm, client, token, await user, session: null);
    }

    private static LivenessResult Judge(RealmContext realm, ClientState client, VerifiedToken token, UserState? user, SessionView? session) =>
        user is null || ServiceAccounts.IsOfAnother(user, client) ? new LivenessResult.Dead(DeadReason.UserUnknown)
        : !user.Enabled ? new LivenessResult.Dead(DeadReason.UserDisabled)
        : token.IssuedAt < NotBefore.Of(realm.Realm, client, user) ? new LivenessResult.Dead(DeadReason.Revoked)
        : new LivenessResult.Live(client, user, session);

    private Task<UserState?> ReadUserAsync(RealmContext realm, string userId, CancellationToken cancellationToken) =>
        users.FindAsync(realm.Realm.Id, userId, cancellationToken);
}
