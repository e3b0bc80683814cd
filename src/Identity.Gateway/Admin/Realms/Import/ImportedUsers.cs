using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Users;
using Identity.Gateway.Login;
using Identity.Grains.Passwords;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>The users of a partial import, by the rules for a single user: who is overwritten is taken over, and nobody gets by roles or groups
/// what the administrator could not give him.</summary>
internal sealed class ImportedUsers(AdminRecords records, NewPasswords passwords, TimeProvider time)
{
    /// <summary>Adds them to the plan.</summary>
    public async Task AddAsync(ImportPlan plan)
    {
        foreach (var user in plan.File.Users)
        {
            if (plan.Merge.Holds(ImportKinds.User, user.State.Username))
            {
                plan.Call.Demand(AdminPermission.ManageUsers);
                await AddAsync(plan, user);
            }
            else if (IsAccountOfNew(plan, user.State))
            {
                // Made with its client: nobody asked for it by name.
                plan.Write(StateNames.User, user.State.Id, before: null, Dated(user.State));
            }
        }
    }

    private async Task AddAsync(ImportPlan plan, RealmFileUser user)
    {
        var call = plan.Call;
        var before = plan.Merge.Overwritten(ImportKinds.User, user.State.Username)
            ? await records.StoredAsync<UserState>(call.Realm.Id, user.State.Id) ?? throw AdminRefusalException.NotFound("User not found")
            : null;
        if (before is not null)
        {
            UserAccess.DemandTakeover(call, before.State);
        }

        var next = UserReplacement.Of(before?.State, Dated(user.State));
        if (next.ServiceAccountClientId is not null && (user.Password is not null || user.State.Credentials.Count > 0))
        {
            throw AdminRefusalException.Invalid(UserAccess.NoCredentials);
        }

        if (next.ServiceAccountClientId != before?.State.ServiceAccountClientId && !IsAccountOfNew(plan, next))
        {
            throw AdminRefusalException.Invalid($"{next.Username}: a user becomes a service account only with its client");
        }

        DemandRoles(plan, before?.State, next);
        plan.Write(StateNames.User, next.Id, before, await WithPasswordAsync(call, next, user));
        plan.Tell(ImportKinds.User, next.Username, next.Id);
    }

    private static void DemandRoles(ImportPlan plan, UserState? before, UserState next)
    {
        var mapped = Changes.Of(before?.RoleIds, next.RoleIds).Where(id => id != plan.After.Settings.DefaultRoleId).Select(plan.After.FindRoleById).OfType<RoleState>();
        var changed = mapped.All(role => RoleGrants.MayMap(plan.Call, plan.After, role))
            && Changes.Of(before?.GroupIds, next.GroupIds).All(id => UserAccess.MayMake(plan.Call, plan.After, next with { RoleIds = [], GroupIds = [id] }));
        if (!changed || !UserAccess.MayMake(plan.Call, plan.After, next with { RoleIds = [.. next.RoleIds.Where(id => id != plan.After.Settings.DefaultRoleId)] }))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }
    }

    private async Task<UserState> WithPasswordAsync(AdminCall call, UserState user, RealmFileUser given)
    {
        if (given.Password is not { Length: > 0 } plain)
        {
            return user;
        }

        var password = await passwords.PrepareAsync(call.Realm, user, plain);
        return password.IsAccepted
            ? NewCredentials.WithPassword(call, user, password.Credential with { Temporary = given.PasswordTemporary })
            : throw new AdminRefusalException(AdminResult.Error(400, password.Refusal.MessageKey, PasswordTexts.Of(password.Refusal)));
    }

    private UserState Dated(UserState user) =>
        user.CreatedTimestamp > 0 ? user : user with { CreatedTimestamp = time.GetUtcNow().ToUnixTimeMilliseconds() };

    private static bool IsAccountOfNew(ImportPlan plan, UserState user) =>
        user.ServiceAccountClientId is { } id && plan.File.Clients.Any(client => client.Id == id && plan.Merge.Added(ImportKinds.Client, client.ClientId));
}
