using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Login;

/// <summary>Changes a user by what the user did during a login.</summary>
internal sealed class UserUpdates(CurrentRecords records, IGrainFactory grains)
{
    private const int MaxAttempts = 8;

    /// <summary>Replaces the user by what the function makes of it; null changes nothing. The function is called again when somebody else was faster.</summary>
    public async Task<WriteResult> ApplyAsync(string realmId, string userId, Func<UserState, UserState?> change)
    {
        var key = EntityKey.ToFind(realmId, userId);
        for (var attempt = 1; ; attempt++)
        {
            if (await records.ReadAsync<UserState>(key, CancellationToken.None) is not { } stored)
            {
                return WriteResult.NotFound.Instance;
            }

            if (change(stored.State) is not { } next)
            {
                return WriteResult.Saved.Instance;
            }

            var result = await grains.Get<IUserGrain>(key).CommitAsync(new RecordChange<UserState> { ETag = stored.ETag, State = next });
            if (result is not WriteResult.Changed || attempt == MaxAttempts)
            {
                return result;
            }
        }
    }
}
