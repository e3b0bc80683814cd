using System.Text.Json.Nodes;
using Identity.Grains.Claims;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Tests.Realms;

namespace Identity.Grains.Tests.Claims;

/// <summary>The claims that a Keycloak 26.7.4 put into tokens of the realm acme are those that we put into them.</summary>
public sealed class ReferenceClaims
{
    private static readonly JsonObject Recorded = RealmFiles.Load("acme-reference");
    private static readonly RealmFile Acme = RealmFiles.Read(RealmFiles.Load("acme-realm"));
    private static readonly RealmSnapshot Realm = RealmFiles.Snapshot(Acme);

    // Set by the issuer of the token, or by the endpoint.
    private static readonly string[] Protocol =
        ["exp", "iat", "jti", "iss", "typ", "azp", "sid", "at_hash", "scope", "client_id", "username", "token_type", "active"];

    public static TheoryData<string> Cases => [.. Recorded.Where(entry => entry.Key != "jwks").Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scope_holds_the_same_words(string name)
    {
        var recorded = Recorded[name]!;

        Assert.Equal(Words((string)recorded["granted"]!), Words(Subject(recorded).Scope.Text));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Access_token_holds_the_same_claims(string name)
    {
        var claims = new JsonObject();

        TokenClaims.AddAccessToken(claims, Subject(Recorded[name]!));

        AssertSame(Recorded[name]!["access_token"]!, claims);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ID_token_holds_the_same_claims(string name)
    {
        if (Recorded[name]!["id_token"] is not { } recorded)
        {
            return;
        }

        var claims = new JsonObject { ["aud"] = (string)Recorded[name]!["client"]! };
        TokenClaims.AddIdToken(claims, Subject(Recorded[name]!));

        AssertSame(recorded, claims);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Userinfo_holds_the_same_claims(string name)
    {
        if (Recorded[name]!["userinfo"] is not { } recorded)
        {
            return;
        }

        var claims = new JsonObject();
        TokenClaims.AddUserInfo(claims, Subject(Recorded[name]!) with { ExtraNotes = new Dictionary<string, string>() });

        AssertSame(recorded, claims);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Introspection_holds_the_same_claims(string name)
    {
        if (Recorded[name]!["introspection"] is not { } recorded)
        {
            return;
        }

        var claims = new JsonObject();
        TokenClaims.AddIntrospection(claims, Subject(Recorded[name]!));

        AssertSame(recorded, claims);
    }

    private static TokenSubject Subject(JsonNode recorded)
    {
        var client = Realm.FindClient((string)recorded["client"]!)!;
        var user = Acme.Users.Single(user => user.State.Username == (string)recorded["user"]!).State;
        var granted = ScopeGrant.Resolve(Realm, client, (string?)recorded["scope"])!;
        var scope = ScopeGrant.Permit(Realm, client, user, granted);
        return user.ServiceAccountClientId is not null
            ? new TokenSubject(Realm, client, user, Session: null, scope)
            {
                ExtraNotes = new Dictionary<string, string> { ["clientHost"] = "127.0.0.1", ["clientAddress"] = "127.0.0.1", ["client_id"] = client.ClientId },
            }
            : new TokenSubject(Realm, client, user, new SessionView { Id = "s", UserId = user.Id, Username = user.Username }, scope);
    }

    private static SortedSet<string> Words(string text) => new(text.Split(' '), StringComparer.Ordinal);

    private static void AssertSame(JsonNode recorded, JsonObject claims) =>
        Assert.Equal(Normal(recorded, isTop: true)!.ToJsonString(), Normal(claims, isTop: true)!.ToJsonString());

    private static JsonNode? Normal(JsonNode? node, bool isTop = false) => node switch
    {
        JsonObject value => new JsonObject(value
            .Where(entry => !isTop || !Protocol.Contains(entry.Key))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, Normal(entry.Value)))),
        JsonArray value => new JsonArray([.. value.Select(item => Normal(item)).OrderBy(item => item!.ToJsonString(), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };
}
