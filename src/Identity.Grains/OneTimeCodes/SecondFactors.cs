using Identity.Grains.Users;

namespace Identity.Grains.OneTimeCodes;

/// <summary>Finds out what a user has set up beside the password.</summary>
public static class SecondFactors
{
    private static readonly string[] Types = ["otp", "webauthn", "recovery-authn-codes"];

    /// <summary>Whether a credential of that type is one.</summary>
    public static bool IsType(string type) => Types.Contains(type);

    /// <summary>The factor to ask for. A user with several may show any that can be checked here. Needs the credentials.</summary>
    public static SecondFactor Of(UserState user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.Credentials.Any(credential => TimeBasedKey.Parse(credential) is not null) ? SecondFactor.OneTimeCode
            : user.Credentials.Any(credential => Types.Contains(credential.Type)) ? SecondFactor.Unsupported
            : SecondFactor.None;
    }
}
