using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Realms;
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
        if (text is null || text.Length > MaxLength || Jwt.Verify(realm.Realm.Keys.Own.Actions, JwtType, text) is not { } claims
            || Text(claims, "typ") != Type || Text(claims, "iss") != realm.Issuer
            || Text(claims, "aud") != realm.Issuer
            || Number(claims, "exp") is not { } expires || expires <= now.ToUnixTimeSeconds()
            || Text(claims, "jti") is not { } id || Text(claims, "sub") is not { } user || Text(claims, "eml") is not { } email
            || Number(claims, "iat") is not { } issued || Texts(claims, "rqac") is not { } actions)
        {
            return null;
        }

        return new ActionToken
        {
            Id = id,
            UserId = user,
            Email = email,
            Actions = actions,
            IssuedAt = issued,
            ExpiresAt = expires,
            ClientId = Text(claims, "azp"),
            RedirectUri = Text(claims, "reduri"),
        };
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IReadOnlyList<string>? Texts(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : null;

    private static long? Number(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
