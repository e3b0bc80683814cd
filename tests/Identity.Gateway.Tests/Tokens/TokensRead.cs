using System.Text;
using System.Text.Json;
using Identity.Gateway.Realms;
using Identity.Gateway.Tests.Fixtures;
using Identity.Gateway.Tokens;
using Identity.Grains.Keys;
using Identity.Grains.Realms;

namespace Identity.Gateway.Tests.Tokens;

public sealed class TokensRead(GatewayServer server)
{
    [Fact]
    public async Task A_token_that_comes_again_is_verified_once()
    {
        var realm = Context(await server.RealmAsync(RecRealm.Name));
        var token = Signed(realm, "again");

        var first = TokenReader.Read(realm, token);

        Assert.Equal("again", first?.Id);
        Assert.Same(first, TokenReader.Read(realm, token));
    }

    [Fact]
    public async Task A_refresh_token_is_not_remembered()
    {
        var realm = Context(await server.RealmAsync(RecRealm.Name));
        var token = Signed(realm, "refresh", type: "Refresh");

        Assert.NotNull(TokenReader.Read(realm, token));
        Assert.NotSame(TokenReader.Read(realm, token), TokenReader.Read(realm, token));
    }

    [Fact]
    public async Task Claims_of_a_refresh_token_mean_nothing_in_an_access_token()
    {
        var realm = Context(await server.RealmAsync(RecRealm.Name));

        var access = TokenReader.Read(realm, Signed(realm, "mapped"))!;
        var refresh = TokenReader.Read(realm, Signed(realm, "mapped", type: "Refresh"))!;

        Assert.Equal((null, 0, false), (access.FamilyId, access.Generation, access.IsFor("other")));
        Assert.Equal(("f", 3, true), (refresh.FamilyId, refresh.Generation, refresh.IsFor("other")));
    }

    [Fact]
    public async Task A_remembered_token_is_still_for_its_own_issuer_only()
    {
        var realm = Context(await server.RealmAsync(RecRealm.Name));
        var token = Signed(realm, "issuer");
        Assert.NotNull(TokenReader.Read(realm, token));

        Assert.Null(TokenReader.Read(new RealmContext(realm.Realm, "https://other.example") { AdminUrl = "https://other.example" }, token));
    }

    [Fact]
    public async Task A_remembered_token_lends_nothing_to_one_that_differs()
    {
        var realm = Context(await server.RealmAsync(RecRealm.Name));
        var token = Signed(realm, "differs");
        var others = Signed(Context(await server.RealmAsync(RecRealm.Rotating)), "differs");
        Assert.NotNull(TokenReader.Read(realm, token));

        Assert.Null(TokenReader.Read(realm, token + " "));
        Assert.Null(TokenReader.Read(realm, token[..^4] + "AAAA"));
        Assert.Null(TokenReader.Read(realm, string.Join('.', [.. others.Split('.')[..2], token.Split('.')[2]])));
        Assert.Null(TokenReader.Read(Context(await server.RealmAsync(RecRealm.Rotating)), token));
    }

    [Fact]
    public async Task A_remembered_token_dies_with_its_key()
    {
        await server.CreateRealmAsync("ring");
        var before = Context(await server.RealmAsync("ring"));
        var token = Signed(before, "key");
        Assert.NotNull(TokenReader.Read(before, token));

        await server.UpdateRealmAsync("ring", realm => realm with { Keys = [.. realm.Keys.Select(key => key.Algorithm == "RS256" ? key with { Status = "DISABLED" } : key)] });

        Assert.Null(TokenReader.Read(Context(await server.FreshRealmAsync("ring")), token));
    }

    [Fact]
    public void No_more_tokens_are_remembered_than_there_are_places_for()
    {
        var tokens = new VerifiedTokens();
        var token = VerifiedToken.Of(JsonElement.Parse("""{"iss":"i","typ":"Bearer","jti":"j","azp":"a","iat":1,"exp":2,"scope":""}"""u8))!;
        var names = Enumerable.Range(0, 5 * VerifiedTokens.Capacity).Select(i => TokenName.Of(1, $"token {i}")).ToArray();

        foreach (var name in names)
        {
            tokens.Add(name, token);
            Assert.Same(token, tokens.Find(name));
        }

        Assert.InRange(names.Count(name => tokens.Find(name) is not null), VerifiedTokens.Capacity / 2, VerifiedTokens.Capacity);
        Assert.Null(tokens.Find(names[^1] with { Ring = 2 }));
    }

    private static RealmContext Context(RealmSnapshot realm) => new(realm, "https://id.example") { AdminUrl = "https://id.example" };

    private static string Signed(RealmContext realm, string id, string type = "Bearer") => Jwt.Sign(
        type == "Refresh" ? realm.Realm.Keys.Own.Refresh.Signs : realm.Realm.Keys.Active("RS256")!, "JWT", Encoding.UTF8.GetBytes($$"""{"iss":"{{realm.Issuer}}","typ":"{{type}}","jti":"{{id}}","iat":1,"exp":2,"azp":"app","sub":"u","aud":"app","sid":"s","scope":"","reuse_id":"f","gen":3,"aud_x":"other"}"""));
}
