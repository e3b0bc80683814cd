using Identity.Grains.Users;

namespace Identity.Gateway.ActionTokens;

/// <summary>The actions that a mailed link can carry out.</summary>
internal static class MailedActions
{
    public const string UpdatePassword = "UPDATE_PASSWORD";
    public const string VerifyEmail = "VERIFY_EMAIL";

    /// <summary>In words.</summary>
    public static IReadOnlyDictionary<string, string> Titles { get; } = new Dictionary<string, string>
    {
        [UpdatePassword] = "Choose a new password",
        [VerifyEmail] = "Confirm your email address",
    };

    /// <summary>Whether the token still means this user: enabled, with the address that it was mailed to, not logged out everywhere since.</summary>
    public static bool Fits(ActionToken token, UserState user) =>
        user is { Enabled: true, ServiceAccountClientId: null } && token.IssuedAt >= user.NotBefore && string.Equals(user.Email, token.Email, StringComparison.OrdinalIgnoreCase);

    /// <summary>The user after the actions. Who followed the link has the mailbox: the address is verified, whatever the link was for.</summary>
    public static UserState Done(UserState user, ActionToken token, Credential? password, int history)
    {
        var next = password is null ? user : UserCredentials.WithoutPasswordUpdate(UserCredentials.WithPassword(user, password, history));
        return next with { EmailVerified = true, RequiredActions = [.. next.RequiredActions.Where(action => action != VerifyEmail || !token.Actions.Contains(VerifyEmail))] };
    }
}
