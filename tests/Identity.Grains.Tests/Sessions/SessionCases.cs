using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;

namespace Identity.Grains.Tests.Sessions;

/// <summary>What the tests of session rules start from.</summary>
internal static class SessionCases
{
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string RedirectUri = "https://app.example/callback";

    public static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    public static readonly RealmState Realm = new() { Id = "realm-1", Realm = "acme" };
    public static readonly RealmState RotatingRealm = Realm with { RevokeRefreshToken = true };
    public static readonly ClientState Client = new() { Id = "client-1", ClientId = "shop" };

    public static string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static SessionState WithCode(RealmState realm, string secret = "secret", string? challenge = null)
    {
        var start = Start(new CodeRequest { RedirectUri = RedirectUri, Scope = "openid", CodeChallenge = challenge, CodeChallengeMethod = challenge is null ? null : "S256" });
        var session = SessionRules.Start("sid-1", start, realm, Now);
        return SessionRules.Authorize(session, start.Client!, secret, realm, Now).Next;
    }

    public static (SessionState Session, string FamilyId) WithTokens(RealmState realm)
    {
        var start = Start(null);
        var (session, familyId) = SessionRules.Authorize(SessionRules.Start("sid-1", start, realm, Now), start.Client!, null, realm, Now);
        return (session, familyId!);
    }

    public static CodeRedemption Redemption(string secret = "secret", string? redirectUri = RedirectUri, string? verifier = null) =>
        new() { ClientId = Client.Id, Secret = secret, RedirectUri = redirectUri, CodeVerifier = verifier };

    public static RefreshRequest Refresh(string familyId, int generation) =>
        new() { ClientId = Client.Id, FamilyId = familyId, Generation = generation };

    private static SessionStart Start(CodeRequest? code) => new()
    {
        UserId = "user-1",
        Username = "alice",
        AuthTime = Now.ToUnixTimeSeconds(),
        Client = new ClientAuthorization { ClientId = Client.Id, Code = code },
    };
}
