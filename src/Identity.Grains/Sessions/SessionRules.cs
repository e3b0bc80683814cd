using System.Security.Cryptography;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Grains.Sessions;

/// <summary>What a request does to a session: <c>(state, request, now) -> (next state, result)</c>. Pure but for the random ids it is given.</summary>
internal static class SessionRules
{
    private const int MaxRevokedTokens = 32;

    /// <summary>Whether the session is still live.</summary>
    public static bool IsLive(SessionState? session, RealmState realm, DateTimeOffset now) =>
        session is not null && SessionLifetime.End(session, realm) > now.ToUnixTimeSeconds();

    /// <summary>A new session with its first client.</summary>
    public static SessionState Start(string sid, SessionStart start, RealmState realm, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var session = new SessionState
        {
            Id = sid,
            UserId = start.UserId,
            Username = start.Username,
            Offline = start.Offline,
            RememberMe = start.RememberMe,
            IpAddress = start.IpAddress,
            // Not ended by what has ended the others within this second.
            Started = Math.Max(seconds, start.Offline ? 0 : realm.SessionsValidFrom),
            LastRefresh = seconds,
            AuthTime = start.AuthTime,
            Acr = start.Acr,
            Notes = start.Notes,
        };
        return Bounded(session, realm);
    }

    /// <summary>Lets a client in: a code to redeem, or (no code asked for) a refresh family at once.</summary>
    public static (SessionState Next, string? FamilyId) Authorize(
        SessionState session, ClientAuthorization authorization, string? codeSecret, RealmState realm, DateTimeOffset now, ClientState? client = null)
    {
        var seconds = now.ToUnixTimeSeconds();
        var validFrom = client?.SessionsValidFrom ?? 0;
        var part = session.Clients.GetValueOrDefault(authorization.ClientId) is { } known && known.Started >= validFrom
            ? known
            : new ClientSession { Id = NewId(), Started = Math.Max(seconds, validFrom) };
        part = part with { LastRefresh = seconds };
        string? familyId = null;
        if (authorization.Code is { } request)
        {
            part = CodeRules.Add(part, Pending(request, codeSecret!, realm, now), now.ToUnixTimeMilliseconds());
        }
        else
        {
            (part, familyId) = BeginFamily(part, realm, now);
        }

        var next = session with { LastRefresh = seconds, AuthTime = authorization.Code?.AuthTime ?? session.AuthTime };
        return (Bounded(With(next, authorization.ClientId, part), realm), familyId);
    }

    /// <summary>Redeems a code.</summary>
    public static (SessionState? Next, CodeResult Result) Redeem(SessionState? session, CodeRedemption redemption, RealmState realm, DateTimeOffset now)
    {
        if (!IsLive(session, realm, now) || !session!.Clients.TryGetValue(redemption.ClientId, out var part))
        {
            return (session, Refuse(CodeRefusal.NotValid));
        }

        if (CodeRules.FindRepeated(part, redemption) is { } repeated)
        {
            return (session, new CodeResult.Redeemed { Session = View(session, realm, redemption.ClientId), Code = repeated.Code, FamilyId = repeated.FamilyId });
        }

        var (nextPart, code, refusal) = CodeRules.Redeem(part, redemption, now.ToUnixTimeMilliseconds());
        if (nextPart is null)
        {
            return (Without(session, redemption.ClientId), Refuse(CodeRefusal.Reused));
        }

        if (refusal is { } reason)
        {
            return (ReferenceEquals(part, nextPart) ? session : With(session, redemption.ClientId, nextPart), Refuse(reason));
        }

        (nextPart, var familyId) = BeginFamily(nextPart, realm, now);
        var last = redemption.Attempt is { } attempt ? new LastRedemption { Attempt = attempt, Code = code!, FamilyId = familyId } : null;
        var next = With(session, redemption.ClientId, nextPart with { LastRedemption = last });
        return (next, new CodeResult.Redeemed { Session = View(next, realm, redemption.ClientId), Code = code!, FamilyId = familyId });
    }

    /// <summary>Uses a refresh token.</summary>
    public static (SessionState? Next, RefreshResult Result) Refresh(SessionState? session, RefreshRequest request, RealmState realm, ClientState client, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        if (!IsLive(session, realm, now)
            || !session!.Clients.TryGetValue(request.ClientId, out var part)
            || SessionLifetime.ClientEnd(session, part, realm, client) <= seconds)
        {
            return (session, new RefreshResult.NotActive());
        }

        var (nextPart, generation) = realm.RevokeRefreshToken
            ? RefreshRules.Rotate(part, request, realm.RefreshTokenMaxReuse, now.ToUnixTimeMilliseconds())
            : (part, RefreshRules.UseWithoutRotation(part, request));
        if (nextPart is null)
        {
            return (Without(session, request.ClientId), new RefreshResult.Reused());
        }

        if (generation is not { } successor)
        {
            return (session, new RefreshResult.NotActive());
        }

        var next = Used(session, part, nextPart, request.ClientId, realm, client, seconds);
        return (next, new RefreshResult.Refreshed { Session = View(next, realm, request.ClientId, seconds), FamilyId = request.FamilyId, Generation = successor });
    }

    /// <summary>Remembers that an access token was revoked; past 32 at once the client's part ends instead.</summary>
    public static SessionState? RevokeToken(SessionState? session, string clientId, string jti, long expiresAt, DateTimeOffset now)
    {
        if (session is null || !session.Clients.TryGetValue(clientId, out var part) || part.RevokedTokens.Any(token => token.Jti == jti))
        {
            return session;
        }

        var live = part.RevokedTokens.Where(token => token.ExpiresAt > now.ToUnixTimeSeconds()).ToList();
        return live.Count >= MaxRevokedTokens
            ? Without(session, clientId)
            : With(session, clientId, part with { RevokedTokens = [.. live, new RevokedToken { Jti = jti, ExpiresAt = expiresAt }] });
    }

    /// <summary>Whether a refresh token would be accepted now.</summary>
    public static SessionView? CheckRefreshToken(SessionState? session, RefreshRequest request, RealmState realm, ClientState client, DateTimeOffset now) =>
        Refresh(session, request, realm, client, now).Result is RefreshResult.Refreshed { Session: var view } ? view : null;

    /// <summary>Ends the client's part, and the session with its last client.</summary>
    public static SessionState? EndClient(SessionState? session, string clientId) =>
        session is null || !session.Clients.ContainsKey(clientId) ? session
        : session.Clients.Count == 1 ? null
        : Without(session, clientId);

    /// <summary>Ends the client's part; an offline session without clients is gone.</summary>
    public static SessionState? Without(SessionState session, string clientId)
    {
        if (!session.Clients.ContainsKey(clientId))
        {
            return session;
        }

        var rest = session.Clients.Where(pair => pair.Key != clientId).ToDictionary(StringComparer.Ordinal);
        return rest.Count == 0 && session.Offline ? null : session with { Clients = rest };
    }

    /// <summary>What others see of a live session.</summary>
    public static SessionView View(SessionState session, RealmState realm, string? clientId = null, long? usedAt = null)
    {
        var current = usedAt is { } at ? session with { LastRefresh = at } : session;
        return new SessionView
        {
            Id = session.Id,
            UserId = session.UserId,
            Username = session.Username,
            Offline = session.Offline,
            RememberMe = session.RememberMe,
            IpAddress = session.IpAddress,
            Started = session.Started,
            LastRefresh = current.LastRefresh,
            AuthTime = session.AuthTime,
            Acr = session.Acr,
            Notes = session.Notes,
            ClientIds = [.. session.Clients.Keys],
            PartId = clientId is null ? null : session.Clients.GetValueOrDefault(clientId)?.Id,
            ExpiresAt = Math.Min(current.LastRefresh + SessionLifetime.Idle(session, realm), SessionLifetime.MaxEnd(session, realm)),
            MaxExpiresAt = SessionLifetime.MaxEnd(session, realm),
        };
    }

    private static SessionState Used(SessionState session, ClientSession before, ClientSession part, string clientId, RealmState realm, ClientState client, long seconds)
    {
        if (!SessionLifetime.IsTouchDue(session, part, realm, client, seconds))
        {
            return ReferenceEquals(before, part) ? session : With(session, clientId, part with { LastRedemption = null });
        }

        return Bounded(With(session with { LastRefresh = seconds }, clientId, part with { LastRefresh = seconds, LastRedemption = null }), realm);
    }

    private static (ClientSession Next, string FamilyId) BeginFamily(ClientSession part, RealmState realm, DateTimeOffset now)
    {
        if (!realm.RevokeRefreshToken)
        {
            return (part, part.Id);
        }

        var familyId = NewId();
        return (RefreshRules.Begin(part, familyId, now.ToUnixTimeMilliseconds()), familyId);
    }

    private static PendingCode Pending(CodeRequest request, string secret, RealmState realm, DateTimeOffset now) => new()
    {
        Hash = CodeRules.Hash(secret),
        ExpiresAt = now.AddSeconds(realm.AccessCodeLifespan).ToUnixTimeMilliseconds(),
        RedirectUri = request.RedirectUri,
        Scope = request.Scope,
        Nonce = request.Nonce,
        CodeChallenge = request.CodeChallenge,
        CodeChallengeMethod = request.CodeChallengeMethod,
        Claims = request.Claims,
    };

    private static SessionState With(SessionState session, string clientId, ClientSession part) =>
        session with { Clients = new Dictionary<string, ClientSession>(session.Clients, StringComparer.Ordinal) { [clientId] = part } };

    private static SessionState Bounded(SessionState session, RealmState realm) =>
        session with { ExpiresAt = SessionLifetime.End(session, realm) };

    private static CodeResult.Refused Refuse(CodeRefusal reason) => new() { Reason = reason };

    private static string NewId() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
}
