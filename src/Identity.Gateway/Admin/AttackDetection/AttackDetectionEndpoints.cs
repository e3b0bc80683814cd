using System.Collections.Concurrent;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Users;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.AttackDetection;

/// <summary>Wrong passwords that are counted against users, and the lockouts that follow from them.</summary>
internal sealed class AttackDetectionEndpoints(UserRecords users, IUserDirectory directory, AdminEvents events, TimeProvider time) : IAdminEndpoints
{
    private const string Path = "/attack-detection/brute-force/users";
    private const int MaxParallel = 8;
    private const int MaxNamed = 20;

    public void Map(AdminRoutes routes)
    {
        routes.Get($"{Path}/{{id}}", AdminPermission.ViewUsers, "Wrong passwords of a user", GetAsync);
        routes.Delete($"{Path}/{{id}}", AdminPermission.ManageUsers, "Forget the wrong passwords of a user", ClearAsync);
        routes.Delete(Path, AdminPermission.ManageUsers, "Forget the wrong passwords of all users", ClearAllAsync);
    }

    // Of a user that does not exist nothing is known either, as with Keycloak.
    private async Task<AdminResult> GetAsync(AdminCall call) =>
        AdminResult.Json(BruteForceStatus.Write(call.Realm.Settings, (await users.ReadAsync(call, call.Route("id")))?.Failures, time.GetUtcNow()));

    private async Task<AdminResult> ClearAsync(AdminCall call)
    {
        var user = await users.ReadAsync(call, call.Route("id"));
        if (user?.Failures is not null)
        {
            await ClearAsync(call, user.Id);
        }

        return AdminResult.NoContent;
    }

    // One commit a user, each with its event: a request that is cut off has forgotten some, and can be sent again. One whose record cannot be
    // read keeps nobody else's, and is named.
    private async Task<AdminResult> ClearAllAsync(AdminCall call)
    {
        var unreadable = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            directory.ListFailedAsync(call.Realm.Id, CancellationToken.None),
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel },
            async (id, _) =>
            {
                try
                {
                    await ClearAsync(call, id);
                }
                catch (UnreadableRecordException)
                {
                    unreadable.Add(id);
                }
            });
        return unreadable.IsEmpty
            ? AdminResult.NoContent
            : AdminResult.Refuse(500, $"All but {unreadable.Count} users, who cannot be read as they are stored: {string.Join(", ", unreadable.Take(MaxNamed))}");
    }

    private Task<AdminResult> ClearAsync(AdminCall call, string id) => users.ChangeAsync(
        call,
        id,
        stored => stored.Failures is null ? stored : stored with { Failures = null },
        events.Of(call, AdminOperation.Delete, AdminResource.UserLoginFailure, $"attack-detection/brute-force/users/{id}"));
}
