namespace Identity.Grains.Sessions;

/// <summary>What one client holds in a session.</summary>
[GenerateSerializer, Immutable, Alias("identity.client-session")]
public sealed record ClientSession
{
    /// <summary>Random; the refresh family of tokens that do not rotate. A client that comes back after its part was ended gets a new one.</summary>
    [Id(6)]
    public required string Id { get; init; }

    /// <summary>Unix seconds.</summary>
    [Id(0)]
    public long Started { get; init; }

    /// <summary>Unix seconds.</summary>
    [Id(1)]
    public long LastRefresh { get; init; }

    /// <summary>Codes that may still be redeemed; at most eight.</summary>
    [Id(2)]
    public IReadOnlyList<PendingCode> Codes { get; init; } = [];

    /// <summary>The last sixteen codes that were redeemed or failed their check; presenting one again ends this client session.</summary>
    [Id(3)]
    public IReadOnlyList<string> SpentCodeHashes { get; init; } = [];

    /// <summary>One for each authorization whose refresh tokens rotate; at most 32.</summary>
    [Id(4)]
    public IReadOnlyList<RefreshFamily> Families { get; init; } = [];

    /// <summary>Access tokens revoked before they expired.</summary>
    [Id(5)]
    public IReadOnlyList<RevokedToken> RevokedTokens { get; init; } = [];

    /// <summary>The last code that was redeemed, until its tokens are used: what a repeated call is answered from.</summary>
    [Id(7)]
    public LastRedemption? LastRedemption { get; init; }
}
