using Identity.Grains.OneTimeCodes;
using Identity.Grains.Users;

namespace Identity.Gateway.Login;

/// <summary>What stands between a right password and the session.</summary>
internal enum PendingAction
{
    None,
    OneTimeCode,
    UpdatePassword,

    /// <summary>A required action, or a second factor, that cannot be done here: the login is refused.</summary>
    Unsupported,
}

/// <summary>Decides it.</summary>
internal static class PendingActions
{
    private const string UpdatePassword = "UPDATE_PASSWORD";

    /// <summary>The next action of a user. The second factor comes first: nothing may be changed without it.</summary>
    /// <param name="user">With credentials where a password has just been checked: a temporary one must be replaced, and a second
    /// factor that the user has set up must not be passed over.</param>
    /// <param name="proof">What has been shown so far.</param>
    public static PendingAction Next(UserState user, LoginProof proof)
    {
        var factor = proof.SecondFactor ? SecondFactor.None : SecondFactors.Of(user);
        if (factor == SecondFactor.Unsupported || user.RequiredActions.Any(action => action != UpdatePassword))
        {
            return PendingAction.Unsupported;
        }

        return factor == SecondFactor.OneTimeCode ? PendingAction.OneTimeCode
            : user.RequiredActions.Count > 0 || user.Credentials.Any(credential => credential is { Type: "password", Temporary: true }) ? PendingAction.UpdatePassword
            : PendingAction.None;
    }
}
