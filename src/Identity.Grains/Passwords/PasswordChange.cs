using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Passwords;

/// <summary>Sets a new password that the person chose.</summary>
public sealed partial class PasswordChange(UserReader users, IGrainFactory grains, NewPasswords passwords, ILogger<PasswordChange> logger)
{
    /// <summary>Checks the password against the realm's policy, hashes it and commits it in place of the old one.</summary>
    /// <exception cref="PasswordQueueFullException">Too many are waiting; nothing was changed.</exception>
    public async Task<PasswordChangeResult> ChangeAsync(RealmSnapshot realm, UserState user, string newPassword)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(user);
        if (await users.FindWithCredentialsAsync(realm.Id, user.Id, CancellationToken.None) is not { } stored)
        {
            return new PasswordChangeResult.Refused("invalidUserMessage", []);
        }

        var password = await passwords.PrepareAsync(realm, stored, newPassword);
        if (!password.IsAccepted)
        {
            return new PasswordChangeResult.Refused(password.Refusal.MessageKey, password.Refusal.Parameters);
        }

        if (await grains.Find<IUserGrain>(realm.Id, user.Id).SetPasswordAsync(password.Credential) is not WriteResult.Saved)
        {
            return new PasswordChangeResult.Refused("invalidUserMessage", []);
        }

        LogChanged(realm.Name, user.Id);
        return new PasswordChangeResult.Changed();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm}: user {UserId} has a new password")]
    private partial void LogChanged(string realm, string userId);
}
