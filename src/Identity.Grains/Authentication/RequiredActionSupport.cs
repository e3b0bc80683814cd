using Identity.Grains.Realms;

namespace Identity.Grains.Authentication;

/// <summary>Which required actions users can carry out here.</summary>
public static class RequiredActionSupport
{
    /// <summary>Choosing a new password.</summary>
    public const string UpdatePassword = "UPDATE_PASSWORD";

    /// <summary>Filling in the profile.</summary>
    public const string UpdateProfile = "UPDATE_PROFILE";

    /// <summary>Filling in the profile of whoever lacks something; nobody is given it, it shows by itself.</summary>
    public const string VerifyProfile = "VERIFY_PROFILE";

    /// <summary>Accepting the terms.</summary>
    public const string AcceptTerms = "TERMS_AND_CONDITIONS";

    private static readonly HashSet<string> s_supported = new(StringComparer.Ordinal) { UpdatePassword, UpdateProfile, VerifyProfile, AcceptTerms };

    /// <summary>The names of all actions.</summary>
    public static IReadOnlyList<RequiredAction> All => AuthenticationSettings.Defaults.Actions;

    /// <summary>Whether logins carry the action out.</summary>
    public static bool IsSupported(string provider) => s_supported.Contains(provider);

    /// <summary>Whether users who lack something in their profile must fill it in.</summary>
    public static bool VerifiesProfiles(RealmState realm) => AuthenticationSettings.Of(realm).FindAction(VerifyProfile) is { Enabled: true };

    /// <summary>The actions that a realm has enabled and that logins do not carry out: those of a realm file.</summary>
    public static IReadOnlyList<string> Ignored(RealmState realm) =>
        [.. AuthenticationSettings.Of(realm).Actions.Where(action => action.Enabled && !IsSupported(action.Provider)).Select(action => action.Alias)];

    /// <summary>What a new user has to do: the realm's default actions, and those that are asked for.</summary>
    public static IReadOnlyList<string> ForNewUser(RealmState realm, IEnumerable<string?> wanted) =>
        [.. AuthenticationSettings.Of(realm).Actions.Where(action => action is { Enabled: true, DefaultAction: true }).Select(action => action.Alias)
            .Union(Known(realm, wanted), StringComparer.Ordinal)];

    /// <summary>Those that the realm knows, of the actions that somebody wants a user to have; the rest is dropped, as Keycloak does.</summary>
    public static IReadOnlyList<string> Known(RealmState realm, IEnumerable<string?> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var settings = AuthenticationSettings.Of(realm);
        return [.. wanted.OfType<string>().Where(alias => settings.FindAction(alias) is not null).Distinct(StringComparer.Ordinal)];
    }
}
