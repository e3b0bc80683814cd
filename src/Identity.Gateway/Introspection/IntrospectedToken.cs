using System.Collections.Frozen;
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
    private static readonly FrozenSet<string> Internal = new[]
    {
        ClaimNames.AccessAudience, ClaimNames.Family, ClaimNames.Generation, ClaimNames.AccessTokenHash, ClaimNames.Nonce,
    }.ToFrozenSet(StringComparer.Ordinal);

    // What the answer itself says, whatever the token or a mapper does.
    private static readonly FrozenSet<string> Answered = new[]
    {
        ClaimNames.Audience, ParameterNames.ClientId, ParameterNames.Username, ParameterNames.TokenType, "active",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What the answer says: the token's own claims, and those that mappers keep for introspection. Writes the members of an object, all
    /// but active.</summary>
    public void Write(Utf8JsonWriter json)
    {
        var mapped = Mapped();
        var position = 0;
        foreach (var claim in Token.Claims.EnumerateObject())
        {
            var name = Token.Names[position++];
            // What the token says itself stays: lifetimes, subject and scope are facts about it. Roles are told as they are now.
            if (!Internal.Contains(name) && !Answered.Contains(name) && !(IsOfRoles(name) && mapped[name] is not null))
            {
                claim.WriteTo(json);
            }
        }

        foreach (var (name, value) in mapped)
        {
            if (value is not null && !Answered.Contains(name) && (IsOfRoles(name) || Internal.Contains(name) || !Token.Claims.TryGetProperty(name, out _)))
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }

        WriteAudience(json, mapped[ClaimNames.Audience]);
        json.WriteString(ParameterNames.ClientId, Token.ClientId);
        json.WriteString(ParameterNames.Username, Live.User.Username);
        json.WriteString(ParameterNames.TokenType, Token.Type);
    }

    private static bool IsOfRoles(string name) => name is ClaimNames.RealmAccess or ClaimNames.ResourceAccess;

    private JsonObject Mapped()
    {
        var mapped = new JsonObject();
        var scope = RefreshScope.Resolve(Realm.Realm, Live.Client, Token.Scope, requested: null);
        TokenClaims.AddIntrospection(mapped, new TokenSubject(Realm.Realm, Live.Client, Live.User, Live.Session, scope));
        return mapped;
    }

    // Mappers add to whom the token is for: a lightweight access token and an ID token name only some themselves.
    private void WriteAudience(Utf8JsonWriter json, JsonNode? mapped)
    {
        var all = new List<string>();
        AddOwn(all, ClaimNames.Audience);
        if (Token.FamilyId is not null)
        {
            AddOwn(all, ClaimNames.AccessAudience);
        }

        AddMapped(all, mapped);
        json.WritePropertyName(ClaimNames.Audience);
        switch (all)
        {
            case []:
                json.WriteNullValue();
                break;
            case [var one]:
                json.WriteStringValue(one);
                break;
            default:
                json.WriteStartArray();
                foreach (var one in all)
                {
                    json.WriteStringValue(one);
                }

                json.WriteEndArray();
                break;
        }
    }

    private void AddOwn(List<string> all, string claim)
    {
        if (Token.Claims.TryGetProperty(claim, out var value))
        {
            AddOwn(all, value);
        }
    }

    private static void AddOwn(List<string> all, JsonElement audience)
    {
        if (audience.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in audience.EnumerateArray())
            {
                AddOwn(all, one);
            }
        }
        else if (audience.ValueKind == JsonValueKind.String)
        {
            Add(all, audience.GetString()!);
        }
    }

    private static void AddMapped(List<string> all, JsonNode? audience)
    {
        if (audience is JsonArray several)
        {
            foreach (var one in several)
            {
                AddMapped(all, one);
            }
        }
        else if (audience is JsonValue one && one.TryGetValue<string>(out var name))
        {
            Add(all, name);
        }
    }

    private static void Add(List<string> all, string audience)
    {
        if (!all.Contains(audience))
        {
            all.Add(audience);
        }
    }
}
