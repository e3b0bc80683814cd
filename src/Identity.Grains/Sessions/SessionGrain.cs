using System.Buffers.Text;
using System.Security.Cryptography;
using Identity.Grains.Events;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;

namespace Identity.Grains.Sessions;

/// <inheritdoc cref="ISessionGrain"/>
internal sealed class SessionGrain(
    [Record] IRecord<SessionState> record,
    RealmSnapshots realms,
    TimeProvider time,
    SessionMetrics metrics) : Grain, ISessionGrain
{
    private const int CodeSecretBytes = 32;

    private EntityKey Key => EntityKey.Parse(this.GetPrimaryKeyString());

    private DateTimeOffset Now => time.GetUtcNow();

    public async Task<Authorized?> StartAsync(SessionStart start)
    {
        var snapshot = await RealmAsync();
        var realm = snapshot.Settings;
        var client = start.Client is null ? null : snapshot.FindClientById(start.Client.ClientId);
        var secret = start.Client is null ? null : NewSecret(start.Client);
        var isLogin = start.FinishesLoginUntil > 0;
        var finished = isLogin ? new SingleUse(RevokedTokenKey.OfLogin(Key.RealmId, SessionKey.Sid(Key.Id)), start.FinishesLoginUntil) : null;
        var isRefused = false;
        var result = await record.ApplyNewAsync<Authorized?>(
            existing =>
            {
                // One that is there already may be of this very call, whose answer was lost, or of this login.
                var session = existing switch
                {
                    // An insert that was refused where no session is met the login's end: its session has ended since.
                    null when isLogin && isRefused => null,
                    null => SessionRules.Start(SessionKey.Sid(Key.Id), start, realm, Now),
                    _ when existing.UserId == start.UserId && existing.AuthTime == start.AuthTime && (!isLogin || SessionRules.IsLive(existing, realm, Now)) => existing,
                    _ => isLogin ? null : throw new InvalidOperationException("A session of that id exists."),
                };
                isRefused = true;
                if (session is null || start.Client is null)
                {
                    return (session ?? existing, session is null ? null : new Authorized { Session = SessionRules.View(session, realm) });
                }

                var (next, familyId) = SessionRules.Authorize(session, start.Client, secret, realm, Now, client);
                return (next, new Authorized { Session = SessionRules.View(next, realm, start.Client.ClientId), CodeSecret = secret, FamilyId = familyId });
            },
            start.Event,
            finished);
        if (result is not null)
        {
            metrics.Started(start.Offline);
        }

        return result;
    }

    public async Task<Authorized?> AuthorizeAsync(ClientAuthorization authorization)
    {
        var snapshot = await RealmAsync();
        var (realm, client) = (snapshot.Settings, snapshot.FindClientById(authorization.ClientId));
        var secret = NewSecret(authorization);
        return await record.ApplyAsync<Authorized?>(session =>
        {
            if (!SessionRules.IsLive(session, realm, Now))
            {
                return (session, null);
            }

            var (next, familyId) = SessionRules.Authorize(session!, authorization, secret, realm, Now, client);
            return (next, new Authorized { Session = SessionRules.View(next, realm, authorization.ClientId), CodeSecret = secret, FamilyId = familyId });
        });
    }

    public async Task<CodeResult> RedeemCodeAsync(CodeRedemption redemption)
    {
        var realm = (await RealmAsync()).Settings;
        var result = await record.ApplyAsync<CodeResult>(session => SessionRules.Redeem(session, redemption, realm, Now));
        if (result is CodeResult.Refused { Reason: CodeRefusal.Reused })
        {
            metrics.Replayed("code");
        }

        return result;
    }

    public async Task<RefreshResult> RefreshAsync(RefreshRequest request)
    {
        var realm = await RealmAsync();
        var client = realm.FindClientById(request.ClientId);
        var result = await record.ApplyAsync<RefreshResult>(session =>
            client is null ? (session, new RefreshResult.NotActive()) : SessionRules.Refresh(session, request, realm.Settings, client, Now));
        if (result is RefreshResult.Reused)
        {
            metrics.Replayed("refresh_token");
        }

        return result;
    }

    public Task RevokeTokenAsync(string clientId, string jti, long expiresAt) =>
        record.ApplyAsync<bool>(session => (SessionRules.RevokeToken(session, clientId, jti, expiresAt, Now), true));

    public Task EndClientAsync(string clientId) => EndClientReportedAsync(clientId, reported: null);

    public Task EndClientReportedAsync(string clientId, AdminEvent? reported) =>
        record.ApplyAsync(session => (SessionRules.EndClient(session, clientId), true), reported);

    public Task<IReadOnlyList<string>> EndAsync() => EndReportedAsync(reported: null);

    public async Task<IReadOnlyList<string>> EndReportedAsync(AdminEvent? reported)
    {
        var clients = await record.ApplyAsync<IReadOnlyList<string>>(session => (null, session is null ? [] : [.. session.Clients.Keys]), reported);
        metrics.Ended();
        DeactivateOnIdle();
        return clients;
    }

    private async ValueTask<RealmSnapshot> RealmAsync() =>
        await realms.FindByIdAsync(Key.RealmId, CancellationToken.None)
        ?? throw new InvalidOperationException($"Realm {Key.RealmId} does not exist.");

    private static string? NewSecret(ClientAuthorization authorization) =>
        authorization.Code is null ? null : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeSecretBytes));
}
