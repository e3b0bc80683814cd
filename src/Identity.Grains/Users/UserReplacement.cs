namespace Identity.Grains.Users;

/// <summary>A user that takes the place of another. Pure.</summary>
public static class UserReplacement
{
    /// <summary>The user as it is to be stored: what only logins count stays, what was ended stays ended, and whose service account it is.</summary>
    /// <param name="before">The user as stored; null for a new one.</param>
    /// <param name="next">As somebody wants it.</param>
    public static UserState Of(UserState? before, UserState next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return UserRules.Normalize(before is null ? next : UserRules.Keep(before, next) with
        {
            NotBefore = Math.Max(before.NotBefore, next.NotBefore),
            ServiceAccountClientId = next.ServiceAccountClientId ?? before.ServiceAccountClientId,
        });
    }
}
