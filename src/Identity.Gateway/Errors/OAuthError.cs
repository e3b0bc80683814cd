namespace Identity.Gateway.Errors;

/// <summary>A refusal in OAuth's shape (RFC 6749 section 5.2).</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">The error value.</param>
/// <param name="Description">The error_description, for the client; null leaves it out.</param>
/// <param name="Detail">For the log; never sent.</param>
public sealed record OAuthError(int Status, string Code, string? Description, string? Detail = null)
{
    /// <summary>When to try again; null says nothing of it.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
