namespace Identity.Gateway.Cookies;

/// <summary>Which session a browser says it has, and whose.</summary>
internal sealed record IdentityClaims(string SessionId, string UserId)
{
    /// <summary>The id in full never reaches a log.</summary>
    public override string ToString() => $"IdentityClaims {{ {UserId} }}";
}
