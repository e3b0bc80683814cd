using Identity.Grains.Users;

namespace Identity.Gateway.Login;

/// <summary>What stands between a right password and the session.</summary>
internal enum PendingAction
{
    None,
    UpdatePassword,

    /// <summary>A required action, or a second factor, that cannot be done here: the login is refused.</summary>
    Unsupported,
}

/// <summary>Decides it.</summary>
internal static class PendingActions
{
    private const string UpdatePassword = "UPDATE_PASSWORD";
    private static readonly string[] SecondFactors = ["otp", "webauthn", "recovery-authn-codes"];

    /// <summary>The next action of a user.</summary>
    /// <param name="user">With credentials where a password has just been checked: a temporary one must be replaced, and a second
    /// factor that the user has set up must not be passed over.</param>
    public static PendingAction Next(UserState user)
    {
        if (user.Credentials.Any(credential => SecondFactors.Contains(credential.Type)) || user.RequiredActions.Any(action => action != UpdatePassword))
        {
            return PendingAction.Unsupported;
        }

        return user.RequiredActions.Count > 0 || user.Credentials.Any(credential => credential is { Type: "password", Temporary: true })
            ? PendingAction.UpdatePassword
            : PendingAction.None;
    }
}
