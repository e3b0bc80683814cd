using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Realms;
using Identity.Gateway.Token;
using Identity.Gateway.Tokens;
using Identity.Grains.Claims;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Introspection;

/// <summary>A live token that the caller may know about.</summary>
internal sealed record IntrospectedToken(RealmContext Realm, VerifiedToken Token, LivenessResult.Live Live)
{
    // Bookkeeping of refresh tokens, and hashes that bind an ID token to its answer.
    private static readonly string[] Internal =
        [ClaimNames.AccessAudience, ClaimNames.Family, ClaimNames.Generation, ClaimNames.AccessTokenHash, ClaimNames.Nonce];

    /// <summary>What the answer says: the token's own claims, and those that mappers keep for introspection.</summary>
    public JsonObject Describe()
    {
        var claims = JsonObject.Create(Token.Claims)!;
        foreach (var name in Internal)
        {
            claims.Remove(name);
        }

        var own = claims.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        var mapped = Mapped();
        foreach (var (name, value) in mapped)
        {
            // What the token says itself stays: lifetimes, subject and scope are facts about it.
            if (value is not null && (!own.Contains(name) || name is ClaimNames.RealmAccess or ClaimNames.ResourceAccess))
            {
                claims[name] = value.DeepClone();
            }
        }

        claims[ClaimNames.Audience] = Audience(mapped);
        claims[ParameterNames.ClientId] = Token.ClientId;
        claims[ParameterNames.Username] = Live.User.Username;
        claims[ParameterNames.TokenType] = Token.Type;
        claims["active"] = true;
        return claims;
    }

    private JsonObject Mapped()
    {
        var mapped = new JsonObject();
        var scope = RefreshScope.Resolve(Realm.Realm, Live.Client, Token.Scope, requested: null);
        TokenClaims.AddIntrospection(mapped, new TokenSubject(Realm.Realm, Live.Client, Live.User, Live.Session, scope));
        return mapped;
    }

    // Mappers add to whom the token is for: a lightweight access token and an ID token name only some themselves.
    private JsonNode? Audience(JsonObject mapped)
    {
        string[] all = [.. new[] { Own(ClaimNames.Audience), Own(ClaimNames.AccessAudience), mapped[ClaimNames.Audience] }.SelectMany(Names).Distinct(StringComparer.Ordinal)];
        return all.Length switch
        {
            0 => null,
            1 => JsonValue.Create(all[0]),
            _ => new JsonArray([.. all.Select(one => (JsonNode)one)]),
        };
    }

    private JsonNode? Own(string claim) => Token.Claims.TryGetProperty(claim, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => JsonValue.Create(value.GetString()),
            JsonValueKind.Array => JsonArray.Create(value),
            _ => null,
        }
        : null;

    private static IEnumerable<string> Names(JsonNode? audience) => audience switch
    {
        JsonArray several => several.SelectMany(Names),
        JsonValue one when one.TryGetValue<string>(out var name) => [name],
        _ => [],
    };
}
