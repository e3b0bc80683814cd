using Identity.Gateway.Authorize;
using Identity.Grains.Authentication;
using Identity.Grains.Realms;
using Identity.Grains.Users;
using Identity.Grains.Users.Profiles;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>The form in which users fill in their profile: which attributes it shows, and what was typed.</summary>
internal static class ProfileForm
{
    private const int MaxValues = 50;
    private const int MaxLength = 4096;

    /// <summary>The names of the client scopes that the login asks for.</summary>
    public static IReadOnlyList<string> Scopes(AuthorizeRequest request) => [.. request.Scope.Scopes.Select(scope => scope.Name)];

    /// <summary>The attributes that the user sees. A name that is the email has no field of its own.</summary>
    public static IEnumerable<ProfileAttribute> Fields(RealmState realm, IReadOnlyList<string> scopes) => UserProfile.Of(realm).Attributes.Where(attribute =>
        attribute.CanView(ProfileActor.User)
        && (attribute.SelectorScopes.Count == 0 || attribute.SelectorScopes.Any(scopes.Contains))
        && !(realm.RegistrationEmailAsUsername && attribute.Name == ProfileNames.Username));

    /// <summary>Whether the user can change it.</summary>
    public static bool IsEditable(RealmState realm, ProfileAttribute attribute) =>
        attribute.CanEdit(ProfileActor.User) && !ProfileChecks.IsUsernameFixed(realm, attribute, isNew: false);

    /// <summary>The user's attributes with what was typed; fields that the form does not have stay as they are.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Read(RealmState realm, UserState user, IFormCollection form, IReadOnlyList<string> scopes)
    {
        var wanted = ProfileRules.AttributesOf(user);
        foreach (var attribute in Fields(realm, scopes).Where(attribute => IsEditable(realm, attribute) && form.ContainsKey(attribute.Name)))
        {
            wanted[attribute.Name] = [.. form[attribute.Name].OfType<string>().Take(MaxValues).Select(value => value.Length <= MaxLength ? value.Trim() : value[..MaxLength])
                .Where(value => value.Length > 0)];
        }

        return wanted;
    }

    /// <summary>The user with these attributes, and the action done. Errors where something is still wrong.</summary>
    public static (UserState? Next, IReadOnlyList<ProfileError> Errors) Apply(
        RealmState realm, UserState stored, Dictionary<string, IReadOnlyList<string>> wanted, IReadOnlyList<string> scopes)
    {
        var change = ProfileRules.Change(realm, ProfileActor.User, stored, wanted);
        if (change is ProfileChange.Refused refused)
        {
            return (null, refused.Errors);
        }

        var next = ProfileRules.WithAttributes(stored, ((ProfileChange.Accepted)change).Attributes);
        var missing = ProfileChecks.Missing(realm, next, scopes);
        if (missing.Count > 0)
        {
            return (null, missing);
        }

        var sameEmail = string.Equals(next.Email, stored.Email, StringComparison.OrdinalIgnoreCase);
        return (next with
        {
            Username = realm.RegistrationEmailAsUsername && next.Email is { } email ? email : next.Username,
            EmailUnique = !realm.DuplicateEmailsAllowed,
            EmailVerified = next.EmailVerified && sameEmail,
            RequiredActions =
            [
                .. next.RequiredActions.Where(action => action is not (RequiredActionSupport.UpdateProfile or RequiredActionSupport.VerifyProfile)),
            ],
        }, []);
    }
}
