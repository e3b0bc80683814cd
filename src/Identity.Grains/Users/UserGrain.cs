using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Identity.Grains.Users;

/// <inheritdoc cref="IUserGrain"/>
internal sealed partial class UserGrain(
    [PersistentState(StateNames.User, StateNames.Provider)] IPersistentState<UserState> record,
    RealmSnapshots realms,
    TimeProvider time,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    private EntityKey Key => EntityKey.Parse(this.GetPrimaryKeyString());

    public Task<UserState?> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult(record.Current() is { } user ? UserRules.WithoutCredentials(user) : null);

    public Task<UserState?> ExportAsync(CancellationToken cancellationToken) => Task.FromResult(record.Current());

    public Task<WriteResult> CreateAsync(UserState state) => record.CreateAsync(UserRules.Normalize(state));

    public Task<WriteResult> UpdateAsync(UserState state) =>
        record.ChangeAsync(user => UserRules.Normalize(state) with { Failures = user.Failures });

    public Task<WriteResult> DeleteAsync() => record.DeleteAsync();

    public async Task<PasswordCheck?> BeginPasswordAsync(CancellationToken cancellationToken) =>
        record.Current() is { } user && await RealmAsync() is { } realm ? UserRules.Begin(user, realm, time.GetUtcNow()) : null;

    public async Task RecordFailureAsync(PasswordFailure failure)
    {
        if (await RealmAsync() is not { } realm)
        {
            return;
        }

        var now = time.GetUtcNow();
        var locked = await record.ApplyAsync<UserState, LoginFailures?>(user =>
        {
            var next = user is null ? null : UserRules.Fail(user, failure, realm, now);
            return (next, ReferenceEquals(user, next) || !BruteForce.IsLocked(next?.Failures, realm, now) ? null : next?.Failures);
        });
        if (locked is not null)
        {
            LogLocked(Key.Id, locked.Count, locked.LockedPermanently);
        }
    }

    public async Task<bool> RecordSuccessAsync(PasswordSuccess success) =>
        await RealmAsync() is { } realm
        && await record.ApplyAsync<UserState, bool>(user => user is null ? (null, false) : UserRules.Succeed(user, success, realm, time.GetUtcNow()));

    public Task<WriteResult> SetPasswordAsync(Credential password) => record.ChangeAsync(user => UserRules.SetPassword(user, password));

    public Task<WriteResult> ClearFailuresAsync() =>
        record.ChangeAsync(user => user.Failures is null ? user : user with { Failures = null });

    // Null while the realm is being imported.
    private async ValueTask<RealmState?> RealmAsync() => (await realms.FindByIdAsync(Key.RealmId, CancellationToken.None))?.Settings;

    [LoggerMessage(Level = LogLevel.Warning, Message = "User {UserId} is locked after {Failures} wrong passwords (for good: {Permanently})")]
    private partial void LogLocked(string userId, int failures, bool permanently);
}
