using System.Text.Json;
using Identity.Grains.Protocol;

namespace Identity.Gateway.Tokens;

/// <summary>A token of this realm with a good signature; it never changes, and requests may share it. Whether it has expired, or its session, user or client ended, is yet to be asked.</summary>
internal sealed class VerifiedToken
{
    private string[]? _names;

    /// <summary>Takes claims that were signed by the realm.</summary>
    public VerifiedToken(JsonElement claims)
    {
        Claims = claims;
        Issuer = Text(ClaimNames.Issuer);
        Type = Text(ClaimNames.Type) ?? string.Empty;
        Id = Text(ClaimNames.TokenId) ?? string.Empty;
        ClientId = Text(ClaimNames.AuthorizedParty) ?? string.Empty;
        Subject = Text(ClaimNames.Subject);
        SessionId = Text(ClaimNames.SessionId);
        Scope = Text(ClaimNames.Scope);
        FamilyId = Text(ClaimNames.Family);
        Generation = (int)(Number(ClaimNames.Generation) ?? 0);
        IssuedAt = Number(ClaimNames.IssuedAt) ?? 0;
        ExpiresAt = Number(ClaimNames.Expires);
    }

    /// <summary>All claims.</summary>
    public JsonElement Claims { get; }

    /// <summary>Their names, in the token's order.</summary>
    public IReadOnlyList<string> Names => _names ??= [.. Claims.EnumerateObject().Select(claim => claim.Name)];

    /// <summary>The iss claim.</summary>
    public string? Issuer { get; }

    /// <summary>One of <see cref="TokenTypes"/>.</summary>
    public string Type { get; }

    /// <summary>The jti.</summary>
    public string Id { get; }

    /// <summary>The client_id in azp.</summary>
    public string ClientId { get; }

    /// <summary>The sub claim: for most clients the user's id, but not where a mapper makes it another.</summary>
    public string? Subject { get; }

    /// <summary>Null for a token without a session.</summary>
    public string? SessionId { get; }

    /// <summary>As signed.</summary>
    public string? Scope { get; }

    /// <summary>A refresh token's family.</summary>
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
    public bool IsFor(string clientId) => Holds(ClaimNames.Audience, clientId) || Holds(ClaimNames.AccessAudience, clientId);

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

    private string? Text(string name) =>
        Claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private long? Number(string name) =>
        Claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
