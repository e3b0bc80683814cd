using System.Text.Json;
using Identity.Gateway.Realms;
using Identity.Grains.Keys;

namespace Identity.Gateway.Authorize;

/// <summary>An ID token of ours that a client shows to say whom it means. It may have expired (OpenID Connect RP-Initiated Logout 1.0 section 2).</summary>
/// <param name="Subject">Whom.</param>
/// <param name="ClientId">The client_id it was issued to.</param>
/// <param name="SessionId">The login it came from.</param>
internal sealed record IdTokenHint(string Subject, string ClientId, string? SessionId)
{
    /// <summary>Reads a hint; null when this realm did not issue it as an ID token.</summary>
    public static IdTokenHint? Read(RealmContext realm, string token)
    {
        if (Jwt.Verify(realm.Realm.Keys, token) is not { } claims || Text(claims, "typ") != "ID" || Text(claims, "iss") != realm.Issuer)
        {
            return null;
        }

        return Text(claims, "sub") is { } subject && Text(claims, "azp") is { } client ? new IdTokenHint(subject, client, Text(claims, "sid")) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"IdTokenHint {{ {ClientId} {Subject} }}";

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
