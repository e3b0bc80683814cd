using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Realms;
using Identity.Gateway.Tokens;
using Identity.Grains.Keys;

namespace Identity.Gateway.ActionTokens;

/// <summary>Lets whoever has a mailbox carry out some actions of a user, once. Travels in a link that is mailed; signed by the realm.</summary>
internal sealed record ActionToken
{
    private const string Type = "execute-actions";
    private const string JwtType = "JWT";
    private const int MaxLength = 4096;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Used up by the first who acts with it.</summary>
    public required string Id { get; init; }

    /// <summary>Whose actions.</summary>
    public required string UserId { get; init; }

    /// <summary>The address that it is mailed to: it means nothing once the user has another.</summary>
    public required string Email { get; init; }

    /// <summary>Of <see cref="MailedActions"/>.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long IssuedAt { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>The client_id of the application to go on with; null without one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Where to go on; checked against the client when the token was made.</summary>
    public string? RedirectUri { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"ActionToken {{ {UserId} }}";

    /// <summary>The address of the link.</summary>
    public string Link(RealmContext realm)
    {
        var claims = new JsonObject
        {
            ["exp"] = ExpiresAt,
            ["iat"] = IssuedAt,
            ["jti"] = Id,
            ["iss"] = realm.Issuer,
            ["aud"] = realm.Issuer,
            ["sub"] = UserId,
            ["typ"] = Type,
            ["eml"] = Email,
            ["rqac"] = new JsonArray([.. Actions.Select(action => (JsonNode)action)]),
        };
        if (ClientId is not null)
        {
            claims["azp"] = ClientId;
        }

        if (RedirectUri is not null)
        {
            claims["reduri"] = RedirectUri;
        }

        return Address(realm, Jwt.Sign(realm.Realm.Keys.Own.Actions.Signs, JwtType, System.Text.Encoding.UTF8.GetBytes(claims.ToJsonString(Plain))));
    }

    /// <summary>The address that takes a token.</summary>
    public static string Address(RealmContext realm, string token) => $"{realm.Issuer}/login-actions/action-token?key={token}";

    /// <summary>The token, if this realm signed it as one and it has not expired; null otherwise.</summary>
    public static ActionToken? Read(RealmContext realm, string? text, DateTimeOffset now)
    {
        if (text is null || text.Length > MaxLength || Jwt.Verify(realm.Realm.Keys.Own.Actions, JwtType, text) is not { } claims)
        {
            return null;
        }

        var reading = new ClaimReading(claims);
        var (type, issuer, audience) = (reading.Name("typ"), reading.Name("iss"), reading.Name("aud"));
        var token = new ActionToken
        {
            Id = reading.Name("jti"),
            UserId = reading.Name("sub"),
            Email = reading.Name("eml"),
            Actions = reading.Texts("rqac"),
            IssuedAt = reading.Time("iat"),
            ExpiresAt = reading.Time("exp"),
            ClientId = reading.TextOrNone("azp"),
            RedirectUri = reading.TextOrNone("reduri"),
        };
        return reading.IsGood && type == Type && issuer == realm.Issuer && audience == realm.Issuer && token.ExpiresAt > now.ToUnixTimeSeconds() ? token : null;
    }
}
