using System.Text.Json;
using Identity.Grains.Realms;

namespace Identity.Grains.Users.Profiles;

/// <summary>Checks the values of a user's attributes.</summary>
public static class ProfileChecks
{
    /// <summary>What the user himself must still fill in or mend before a login ends; nothing for a service account.</summary>
    public static IReadOnlyList<ProfileError> Missing(RealmState realm, UserState user, IReadOnlyCollection<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(user);
        if (user.ServiceAccountClientId is not null)
        {
            return [];
        }

        var values = ProfileRules.AttributesOf(user);
        return [.. UserProfile.Of(realm).Attributes
            .Where(attribute => attribute.CanEdit(ProfileActor.User) && IsShown(attribute, scopes) && !IsUsernameFixed(realm, attribute, isNew: false))
            .SelectMany(attribute => Check(attribute, ProfileActor.User, scopes, Filled(values.GetValueOrDefault(attribute.Name) ?? [])))];
    }

    /// <summary>Whether the user name of an existing user is fixed.</summary>
    public static bool IsUsernameFixed(RealmState realm, ProfileAttribute attribute, bool isNew) =>
        !isNew && attribute.Name == ProfileNames.Username
        && !(realm.Extra?.GetValueOrDefault("editUsernameAllowed").ValueKind == JsonValueKind.True);

    internal static bool IsShown(ProfileAttribute attribute, IReadOnlyCollection<string> scopes) =>
        attribute.SelectorScopes.Count == 0 || attribute.SelectorScopes.Any(scopes.Contains);

    internal static IEnumerable<ProfileError> Check(ProfileAttribute attribute, ProfileActor actor, IReadOnlyCollection<string> scopes, IReadOnlyList<string> values) =>
        values.Count == 0 && (attribute.Name == ProfileNames.Username || attribute.IsRequired(actor, scopes))
            ? [ProfileError.Of(attribute.Name, "error-user-attribute-required")]
            : attribute.Check(values);

    internal static IReadOnlyList<string> Filled(IReadOnlyList<string> values) =>
        values.All(value => !string.IsNullOrWhiteSpace(value)) ? values : [.. values.Where(value => !string.IsNullOrWhiteSpace(value))];
}
