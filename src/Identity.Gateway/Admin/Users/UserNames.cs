using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Refuses user names and emails that somebody else has, in Keycloak's words. The database has the rule (login_name); it tells apart what
/// comes at the same time.</summary>
internal sealed class UserNames(IUserDirectory directory)
{
    public const string UsernameTaken = "User exists with same username";
    public const string EmailTaken = "User exists with same email";

    /// <summary>Refuses what is taken.</summary>
    /// <param name="realm">Whose users.</param>
    /// <param name="before">The user as stored; null for a new one.</param>
    /// <param name="username">Wanted; null when it stays.</param>
    /// <param name="email">Wanted; null or empty when there is none or it stays.</param>
    public async Task DemandFreeAsync(RealmSnapshot realm, UserState? before, string? username, string? email)
    {
        if (!string.IsNullOrWhiteSpace(username) && !Same(username, before?.Username) && await IsUsernameTakenAsync(realm, before, username))
        {
            throw new AdminRefusalException(AdminResult.Conflict(UsernameTaken));
        }

        if (!string.IsNullOrWhiteSpace(email) && !Same(email, before?.Email) && await IsEmailTakenAsync(realm, before, email))
        {
            throw new AdminRefusalException(AdminResult.Conflict(EmailTaken));
        }
    }

    // Where an email is one user's, no other may be called so: both are typed into the same field.
    private async Task<bool> IsUsernameTakenAsync(RealmSnapshot realm, UserState? before, string username) =>
        IsOther(before, await directory.FindByUsernameAsync(realm.Id, username, CancellationToken.None))
        || (!realm.Settings.DuplicateEmailsAllowed && IsOther(before, await directory.FindByEmailAsync(realm.Id, username, CancellationToken.None)));

    private async Task<bool> IsEmailTakenAsync(RealmSnapshot realm, UserState? before, string email) =>
        !realm.Settings.DuplicateEmailsAllowed
        && (IsOther(before, await directory.FindByEmailAsync(realm.Id, email, CancellationToken.None))
            || IsOther(before, await directory.FindByUsernameAsync(realm.Id, email, CancellationToken.None)));

    private static bool IsOther(UserState? before, string? id) => id is not null && id != before?.Id;

    private static bool Same(string left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
