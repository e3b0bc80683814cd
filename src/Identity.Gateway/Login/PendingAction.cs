using Identity.Gateway.Authorize;
using Identity.Grains.Authentication;
using Identity.Grains.OneTimeCodes;
using Identity.Grains.Users;
using Identity.Grains.Users.Profiles;

namespace Identity.Gateway.Login;

/// <summary>What stands between a right password and the session.</summary>
internal enum PendingAction
{
    None,
    OneTimeCode,
    UpdatePassword,
    UpdateProfile,
    AcceptTerms,

    /// <summary>A required action, or a second factor, that cannot be done here: the login is refused.</summary>
    Unsupported,
}

/// <summary>Decides it.</summary>
internal static class PendingActions
{
    /// <summary>The next action of a user. The second factor comes first: nothing may be changed without it. Then required actions, in the
    /// realm's order; those that the realm has not enabled are passed over, but a temporary password never is.</summary>
    /// <param name="request">Says the realm and the scopes, which may ask for attributes.</param>
    /// <param name="user">With credentials where a password has just been checked: a temporary one must be replaced, and a second
    /// factor that the user has set up must not be passed over.</param>
    /// <param name="proof">What has been shown so far.</param>
    public static PendingAction Next(AuthorizeRequest request, UserState user, LoginProof proof)
    {
        var factor = proof.SecondFactor ? SecondFactor.None : SecondFactors.Of(user);
        if (factor == SecondFactor.Unsupported || user.RequiredActions.Any(action => !RequiredActionSupport.IsSupported(action)))
        {
            return PendingAction.Unsupported;
        }

        if (factor == SecondFactor.OneTimeCode)
        {
            return PendingAction.OneTimeCode;
        }

        var next = AuthenticationSettings.Of(request.Realm.Realm.Settings).Actions
            .Where(action => action.Enabled && IsDue(request, user, action.Alias))
            .Select(action => Of(action.Alias))
            .FirstOrDefault();
        return next == PendingAction.None && HasTemporaryPassword(user) ? PendingAction.UpdatePassword : next;
    }

    private static bool IsDue(AuthorizeRequest request, UserState user, string alias) => alias switch
    {
        RequiredActionSupport.UpdatePassword => user.RequiredActions.Contains(alias) || HasTemporaryPassword(user),
        RequiredActionSupport.VerifyProfile => user.RequiredActions.Contains(alias)
            || ProfileChecks.Missing(request.Realm.Realm.Settings, user, ProfileForm.Scopes(request)).Count > 0,
        _ => user.RequiredActions.Contains(alias),
    };

    private static PendingAction Of(string alias) => alias switch
    {
        RequiredActionSupport.UpdatePassword => PendingAction.UpdatePassword,
        RequiredActionSupport.UpdateProfile or RequiredActionSupport.VerifyProfile => PendingAction.UpdateProfile,
        RequiredActionSupport.AcceptTerms => PendingAction.AcceptTerms,
        _ => PendingAction.Unsupported,
    };

    private static bool HasTemporaryPassword(UserState user) => user.Credentials.Any(credential => credential is { Type: "password", Temporary: true });
}
