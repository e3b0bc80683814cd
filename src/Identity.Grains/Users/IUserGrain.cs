using Identity.Grains.Storage;

namespace Identity.Grains.Users;

/// <summary>A user of a realm.</summary>
/// <remarks>Key: <see cref="EntityKey"/>. Owns: profile, credentials, memberships, failed attempts (<see cref="UserState"/>).
/// Written: before each reply. Called by: login, token endpoints, realm files, administration.</remarks>
[Alias("identity.user-grain"), Version(1)]
public interface IUserGrain : IRecordGrain<UserState>
{
    /// <summary>Creates the user, name and email in lower case, a service account without credentials. Refused as a duplicate when the id, the name or the email is taken.</summary>
    [Alias("create")]
    Task<WriteResult> CreateAsync(UserState state);

    /// <summary>Replaces profile, memberships and credentials (start from <see cref="UserReader.FindWithCredentialsAsync"/>); failed attempts and spent one-time codes stay as they are.</summary>
    [Alias("update")]
    Task<WriteResult> UpdateAsync(UserState state);

    /// <summary>Removes the user. Idempotent.</summary>
    [Alias("delete")]
    Task<WriteResult> DeleteAsync();

    /// <summary>Counts a wrong password. Committed before the reply.</summary>
    [Alias("record-failure")]
    Task RecordFailureAsync(PasswordFailure failure);

    /// <summary>Accepts a right password: clears the failures (of a user with a second factor only <see cref="UseOneTimeCodeAsync"/> does) and stores an upgraded hash.
    /// False when the user is locked, disabled or has another password by now; nothing is cleared then.</summary>
    [Alias("record-success"), Repeatable]
    Task<bool> RecordSuccessAsync(PasswordSuccess success);

    /// <summary>Spends a one-time code: true once for each code, committed before the reply, and the failures are cleared. Anything else, with a
    /// locked or disabled user too, is false; a wrong code counts as a wrong password does.</summary>
    [Alias("use-one-time-code")]
    Task<bool> UseOneTimeCodeAsync(OneTimeCode code);

    /// <summary>Sets the password, replacing any other, and removes the required action UPDATE_PASSWORD, or sets it when the password is temporary.</summary>
    [Alias("set-password"), Repeatable]
    Task<WriteResult> SetPasswordAsync(Credential password);

    /// <summary>Remembers what the user lets an application have, beside what was given to it before.</summary>
    [Alias("grant-consent"), Repeatable]
    Task<WriteResult> GrantConsentAsync(ClientConsent consent);

    /// <summary>Forgets the failures and ends any lockout: an administrator's decision.</summary>
    [Alias("clear-failures"), Repeatable]
    Task<WriteResult> ClearFailuresAsync();
}
