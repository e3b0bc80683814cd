using Identity.Grains.Passwords;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Realms;

/// <summary>The realm of those who administer the server.</summary>
public sealed partial class MasterRealm(
    RealmCreation creation,
    IRealmSource source,
    IUserDirectory users,
    IGrainFactory grains,
    PasswordHashing passwords,
    TimeProvider time,
    ILogger<MasterRealm> logger)
{
    /// <summary>The realm's name.</summary>
    public const string Name = RealmDefaults.MasterName;

    /// <summary>Creates the master realm and its first administrator where they are missing. A user of that name is left as it is.
    /// Idempotent, also on several pods at once.</summary>
    /// <param name="username">Null creates no administrator.</param>
    /// <param name="password">Null creates no administrator.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task EnsureAsync(string? username, string? password, CancellationToken cancellationToken)
    {
        await creation.CreateAsync(Name, cancellationToken);
        if (string.IsNullOrEmpty(username) || string.IsNullOrEmpty(password))
        {
            return;
        }

        var master = await source.LoadAsync(Name, cancellationToken)
            ?? throw new InvalidOperationException("The master realm was removed while it was being set up.");
        if (await users.FindByUsernameAsync(master.Realm.Id, username, cancellationToken) is not null)
        {
            return;
        }

        var name = username.ToLowerInvariant();
        var state = new UserState
        {
            Id = Guid.NewGuid().ToString(),
            Username = name,
            CreatedTimestamp = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Credentials = [await passwords.HashAsync(password, PasswordHashPolicy.Of(master.Realm))],
            RoleIds = [.. master.Roles.Where(role => role.ClientId is null && (role.Name == "admin" || role.Id == master.Realm.DefaultRoleId)).Select(role => role.Id)],
        };
        var result = await grains.Get<IUserGrain>(new EntityKey(master.Realm.Id, state.Id)).CreateAsync(state);
        if (result is WriteResult.Saved)
        {
            LogCreated(name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Administrator {Username} created in the master realm")]
    private partial void LogCreated(string username);
}
