using Identity.Grains.OneTimeCodes;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Users;

/// <inheritdoc cref="IUserGrain"/>
internal sealed partial class UserGrain(
    [Record] IRecord<UserState> record,
    RealmSnapshots realms,
    TimeProvider time,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    private EntityKey Key => EntityKey.Parse(this.GetPrimaryKeyString());

    public Task<WriteResult> CreateAsync(UserState state) => record.CreateAsync(UserRules.Normalize(state));

    public Task<WriteResult> UpdateAsync(UserState state) =>
        record.ChangeAsync(user => UserRules.Keep(user, UserRules.Normalize(state)));

    public Task<WriteResult> DeleteAsync() => record.DeleteAsync();

    public async Task RecordFailureAsync(PasswordFailure failure)
    {
        if (await RealmAsync() is not { } realm)
        {
            return;
        }

        var now = time.GetUtcNow();
        var (_, locked) = await record.ApplyAsync<(bool, LoginFailures?)>(user =>
            Locking(user, user is null ? null : UserRules.Fail(user, failure, realm, now), result: false, realm, now));
        LogIfLocked(locked);
    }

    public async Task<bool> UseOneTimeCodeAsync(OneTimeCode code)
    {
        if (await RealmAsync() is not { } realm)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var (accepted, locked) = await record.ApplyAsync<(bool, LoginFailures?)>(user =>
        {
            var (next, result) = user is null ? (null, false) : OneTimeCodeRules.Use(user, code, realm, now);
            return Locking(user, next, result, realm, now);
        });
        LogIfLocked(locked);
        return accepted;
    }

    public async Task<bool> RecordSuccessAsync(PasswordSuccess success) =>
        await RealmAsync() is { } realm
        && await record.ApplyAsync<bool>(user => user is null ? (null, false) : UserRules.Succeed(user, success, realm, time.GetUtcNow()));

    // The version vouches for the rest: failures that were counted since are another version.
    public Task<WriteResult> CommitAsync(RecordChange<UserState> change) =>
        record.CommitAsync(change.State is null ? change : change with { State = UserRules.Normalize(change.State) });

    public async Task<WriteResult> SetPasswordAsync(Credential password)
    {
        var realm = await RealmAsync();
        return await record.ChangeAsync(user => UserRules.SetPassword(user, password, realm));
    }

    public Task<WriteResult> GrantConsentAsync(ClientConsent consent) => record.ChangeAsync(user => ConsentRules.Grant(user, consent));

    public Task<WriteResult> ClearFailuresAsync() =>
        record.ChangeAsync(user => user.Failures is null ? user : user with { Failures = null });

    /// <summary>The result, with the failures when this change locks the user. What is counted in known browsers locks nobody else.</summary>
    private static (UserState? Next, (bool Result, LoginFailures? Locked) Result) Locking(
        UserState? before, UserState? next, bool result, RealmState realm, DateTimeOffset now) =>
        (next, (result, next?.Failures is { } failures && IsCounted(before?.Failures, failures) && failures.Locks(realm, now) ? failures : null));

    private static bool IsCounted(LoginFailures? before, LoginFailures after) =>
        !ReferenceEquals(before, after) && ReferenceEquals(before?.InKnownBrowsers, after.InKnownBrowsers);

    private void LogIfLocked(LoginFailures? locked)
    {
        if (locked is not null)
        {
            LogLocked(Key.Id, locked.Count, locked.LockedPermanently);
        }
    }

    // Null while the realm is being imported.
    private async ValueTask<RealmState?> RealmAsync() => (await realms.FindByIdAsync(Key.RealmId, CancellationToken.None))?.Settings;

    [LoggerMessage(Level = LogLevel.Warning, Message = "User {UserId} is locked after {Failures} wrong passwords or codes (for good: {Permanently})")]
    private partial void LogLocked(string userId, int failures, bool permanently);
}
