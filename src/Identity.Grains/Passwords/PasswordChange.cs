using System.Globalization;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Passwords;

/// <summary>Sets a new password that the person chose.</summary>
public sealed partial class PasswordChange(IGrainFactory grains, PasswordHashing hashing, ILogger<PasswordChange> logger)
{
    /// <summary>Checks the password against the realm's policy, hashes it and commits it in place of the old one.</summary>
    /// <exception cref="PasswordQueueFullException">Too many are waiting; nothing was changed.</exception>
    public async Task<PasswordChangeResult> ChangeAsync(RealmSnapshot realm, UserState user, string newPassword)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(user);
        if (Refuse(realm, user, newPassword) is { } refusal)
        {
            return new PasswordChangeResult.Refused(refusal.MessageKey, refusal.Parameters);
        }

        var password = await hashing.HashAsync(newPassword, PasswordHashPolicy.Of(realm.Settings));
        var grain = grains.GetGrain<IUserGrain>(new EntityKey(realm.Id, user.Id).ToString());
        if (await grain.SetPasswordAsync(password) is not WriteResult.Saved)
        {
            return new PasswordChangeResult.Refused("invalidUserMessage", []);
        }

        LogChanged(realm.Name, user.Id);
        return new PasswordChangeResult.Changed();
    }

    private PasswordRefusal? Refuse(RealmSnapshot realm, UserState user, string newPassword)
    {
        if (string.IsNullOrEmpty(newPassword))
        {
            return new PasswordRefusal("missingPasswordMessage", []);
        }

        if (PasswordHashing.IsTooLong(newPassword))
        {
            return new PasswordRefusal("invalidPasswordMaxLengthMessage", [PasswordHashing.MaxPasswordBytes.ToString(CultureInfo.InvariantCulture)]);
        }

        var policy = PasswordPolicy.Parse(realm.Settings.PasswordPolicy);
        if (policy.Ignored.Count > 0)
        {
            LogIgnored(realm.Name, string.Join(", ", policy.Ignored));
        }

        return policy.Check(newPassword, user.Username, user.Email);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm}: user {UserId} has a new password")]
    private partial void LogChanged(string realm, string userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {Realm}: these entries of the password policy are not enforced: {Entries}")]
    private partial void LogIgnored(string realm, string entries);
}
