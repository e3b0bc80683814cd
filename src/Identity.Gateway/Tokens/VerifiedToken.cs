using System.Text.Json;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Tokens;

/// <summary>A token of this realm with a good signature; it never changes, and requests may share it. Whether it has expired, or its session, user or client ended, is yet to be asked.</summary>
internal sealed class VerifiedToken
{
    private string[]? _names;

    private VerifiedToken(JsonElement claims, ref ClaimReading reading)
    {
        Claims = claims;
        Issuer = reading.Name(ClaimNames.Issuer);
        Type = reading.Name(ClaimNames.Type);
        Id = reading.Name(ClaimNames.TokenId);
        ClientId = reading.Name(ClaimNames.AuthorizedParty);
        IssuedAt = reading.Time(ClaimNames.IssuedAt);
        switch (Type)
        {
            case TokenTypes.Bearer:
                // Not every scope gives an access token a subject or an audience, nor has each one a session.
                ExpiresAt = reading.Time(ClaimNames.Expires);
                Subject = reading.TextOrNone(ClaimNames.Subject);
                SessionId = reading.TextOrNone(ClaimNames.SessionId);
                Scope = reading.Text(ClaimNames.Scope);
                reading.AudienceOrNone(ClaimNames.Audience);
                break;
            case TokenTypes.Id:
                ExpiresAt = reading.Time(ClaimNames.Expires);
                Subject = reading.Text(ClaimNames.Subject);
                SessionId = reading.TextOrNone(ClaimNames.SessionId);
                reading.Audience(ClaimNames.Audience);
                break;
            case TokenTypes.Refresh or TokenTypes.Offline:
                // Only an offline session may have no end.
                ExpiresAt = Type == TokenTypes.Offline ? reading.TimeOrNone(ClaimNames.Expires) : reading.Time(ClaimNames.Expires);
                Subject = reading.Name(ClaimNames.Subject);
                SessionId = reading.Name(ClaimNames.SessionId);
                Scope = reading.Text(ClaimNames.Scope);
                FamilyId = reading.Name(ClaimNames.Family);
                Generation = reading.Count(ClaimNames.Generation);
                reading.Audience(ClaimNames.Audience);
                reading.AudienceOrNone(ClaimNames.AccessAudience);
                break;
        }
    }

    /// <summary>All claims.</summary>
    public JsonElement Claims { get; }

    /// <summary>Their names, in the token's order.</summary>
    public IReadOnlyList<string> Names => _names ??= [.. Claims.EnumerateObject().Select(claim => claim.Name)];

    /// <summary>The iss claim.</summary>
    public string Issuer { get; }

    /// <summary>The typ claim.</summary>
    public string Type { get; }

    /// <summary>The jti.</summary>
    public string Id { get; }

    /// <summary>The client_id in azp.</summary>
    public string ClientId { get; }

    /// <summary>The sub claim: for most clients the user's id, but not where a mapper makes it another.</summary>
    public string? Subject { get; }

    /// <summary>Null for a token without a session.</summary>
    public string? SessionId { get; }

    /// <summary>As signed; null in an ID token.</summary>
    public string? Scope { get; }

    /// <summary>A refresh token's family; null in any other token, whatever a mapper writes into it.</summary>
    public string? FamilyId { get; }

    /// <summary>A refresh token's place in its family.</summary>
    public int Generation { get; }

    /// <summary>Unix seconds.</summary>
    public long IssuedAt { get; }

    /// <summary>Unix seconds; null for an offline token, which its session alone ends.</summary>
    public long? ExpiresAt { get; }

    /// <summary>Whether its session is an offline one.</summary>
    public bool IsOffline => Type == TokenTypes.Offline || TokenIds.IsOffline(Id);

    /// <summary>Whether its own time is over.</summary>
    public bool HasExpired(long now) => ExpiresAt is { } expires ? expires <= now : Type != TokenTypes.Offline;

    /// <summary>Whether aud (or, in a refresh token, the audience of its access tokens) holds the client_id.</summary>
    public bool IsFor(string clientId) => Holds(ClaimNames.Audience, clientId) || (FamilyId is not null && Holds(ClaimNames.AccessAudience, clientId));

    /// <summary>Reads claims that were signed by the realm; null when one that is used here is missing or of another type than we write.</summary>
    public static VerifiedToken? Of(JsonElement claims)
    {
        var reading = new ClaimReading(claims);
        var token = new VerifiedToken(claims, ref reading);
        return reading.IsGood && (token.SessionId is null || SessionIds.IsWellFormed(token.SessionId)) ? token : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"VerifiedToken {{ {Type} {Id} }}";

    private bool Holds(string claim, string value)
    {
        if (!Claims.TryGetProperty(claim, out var audience))
        {
            return false;
        }

        if (audience.ValueKind != JsonValueKind.Array)
        {
            return audience.ValueKind == JsonValueKind.String && audience.ValueEquals(value);
        }

        foreach (var one in audience.EnumerateArray())
        {
            if (one.ValueKind == JsonValueKind.String && one.ValueEquals(value))
            {
                return true;
            }
        }

        return false;
    }
}
