using System.Globalization;
using Identity.Grains.Realms;
using Identity.Grains.Users;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Passwords;

/// <summary>Prepares new passwords: checks them against the realm's policy and hashes them.</summary>
public sealed partial class NewPasswords(PasswordHashing hashing, ILogger<NewPasswords> logger)
{
    /// <summary>The hashed password, or why it is refused.</summary>
    /// <param name="realm">Has the policy.</param>
    /// <param name="user">Whose it is to be; with credentials where the policy remembers passwords.</param>
    /// <param name="password">In the clear.</param>
    /// <exception cref="PasswordQueueFullException">Too many are waiting.</exception>
    public async Task<NewPassword> PrepareAsync(RealmSnapshot realm, UserState user, string password)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(user);
        if (string.IsNullOrEmpty(password))
        {
            return NewPassword.Refused(new PasswordRefusal("missingPasswordMessage", []));
        }

        if (PasswordHashing.IsTooLong(password))
        {
            return NewPassword.Refused(
                new PasswordRefusal("invalidPasswordMaxLengthMessage", [PasswordHashing.MaxPasswordBytes.ToString(CultureInfo.InvariantCulture)]));
        }

        var policy = PasswordPolicy.Parse(realm.Settings.PasswordPolicy);
        if (policy.Ignored.Count > 0)
        {
            LogIgnored(realm.Name, string.Join(", ", policy.Ignored));
        }

        if (policy.Check(password, user.Username, user.Email) is { } refusal)
        {
            return NewPassword.Refused(refusal);
        }

        return policy.History > 0 && await WasUsedAsync(user, password, policy.History)
            ? NewPassword.Refused(new PasswordRefusal("invalidPasswordHistoryMessage", [policy.History.ToString(CultureInfo.InvariantCulture)]))
            : NewPassword.Accepted(await hashing.HashAsync(password, PasswordHashPolicy.Of(realm.Settings)));
    }

    private async Task<bool> WasUsedAsync(UserState user, string password, int history)
    {
        var old = user.Credentials.Where(credential => credential.Type == UserCredentials.Password)
            .Concat(user.Credentials.Where(credential => credential.Type == UserCredentials.PasswordHistory).OrderByDescending(credential => credential.CreatedDate))
            .Take(history);
        foreach (var credential in old)
        {
            if (await hashing.VerifyAsync(credential, password))
            {
                return true;
            }
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {Realm}: these entries of the password policy are not enforced: {Entries}")]
    private partial void LogIgnored(string realm, string entries);
}
