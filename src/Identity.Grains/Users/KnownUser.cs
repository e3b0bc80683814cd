namespace Identity.Grains.Users;

/// <summary>A user who has logged in in the browser that asks.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Mark">The user's mark then (<see cref="KnownBrowsers"/>).</param>
public sealed record KnownUser(string UserId, string Mark)
{
    /// <inheritdoc/>
    public override string ToString() => $"KnownUser {{ {UserId} }}";
}
