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
        foreach (var (name, value) in Mapped())
        {
            // What the token says itself stays: lifetimes, subject and scope are facts about it.
            if (value is not null && (!own.Contains(name) || name is ClaimNames.RealmAccess or ClaimNames.ResourceAccess))
            {
                claims[name] = value.DeepClone();
            }
        }

        claims[ClaimNames.Audience] = Audience();
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

    private JsonNode? Audience()
    {
        var all = new List<string>();
        Collect(all, ClaimNames.Audience);
        Collect(all, ClaimNames.AccessAudience);
        return all.Count switch
        {
            0 => null,
            1 => JsonValue.Create(all[0]),
            _ => new JsonArray([.. all.Select(one => (JsonNode)one)]),
        };
    }

    private void Collect(List<string> all, string claim)
    {
        if (!Token.Claims.TryGetProperty(claim, out var audience))
        {
            return;
        }

        if (audience.ValueKind == JsonValueKind.String)
        {
            all.Add(audience.GetString()!);
        }
        else if (audience.ValueKind == JsonValueKind.Array)
        {
            all.AddRange(audience.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!));
        }
    }
}
