using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Roles;

/// <summary>One role, however it is named.</summary>
internal sealed class RoleEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    private static readonly AdminResult Taken = AdminResult.Error(409, "conflict", "Duplicate resource error");

    public void Map(AdminRoutes routes)
    {
        foreach (var address in RoleAddress.All)
        {
            routes.Get(address.Path, address.View, $"A {address.What}", call => GetAsync(call, address));
            routes.Put(address.Path, address.Manage, $"Change a {address.What}", call => UpdateAsync(call, address));
            routes.Delete(address.Path, address.Manage, $"Delete a {address.What}", call => DeleteAsync(call, address));
            routes.Get($"{address.Path}/management/permissions", address.View, $"Permissions on a {address.What}: not supported", RefuseAsync);
            routes.Put($"{address.Path}/management/permissions", address.Manage, $"Permissions on a {address.What}: not supported", RefuseAsync);
        }
    }

    private static Task<AdminResult> GetAsync(AdminCall call, RoleAddress address) =>
        Task.FromResult(AdminResult.Json(RoleRepresentation.Write(call.Realm, address.FindToView(call))));

    private static Task<AdminResult> RefuseAsync(AdminCall call) => Task.FromResult(AdminResult.FeatureNotEnabled);

    private async Task<AdminResult> UpdateAsync(AdminCall call, RoleAddress address)
    {
        var role = address.FindToManage(call);
        var body = await call.ReadAsync(RoleRepresentation.Fields);
        _ = RoleRepresentation.Name(body);
        var reported = events.Of(call, AdminOperation.Update, RoleContainer.Resource(role.ClientId), call.ResourcePath, body);
        var result = await records.ChangeAsync<IRoleGrain, RoleState>(call.Realm.Id, role.Id, stored => RoleRepresentation.Read(stored, body), reported);
        return result is WriteResult.Duplicate ? Taken : result.Answer(AdminResult.NoContent, RoleRepresentation.Missing, string.Empty);
    }

    // From then on nobody holds the role: an id without a record counts for nothing. What is left of the id in other records is taken out
    // in the background.
    private async Task<AdminResult> DeleteAsync(AdminCall call, RoleAddress address)
    {
        var role = address.FindToManage(call);
        if (role.Id == call.Realm.Settings.DefaultRoleId)
        {
            return AdminResult.Refuse(400, $"{role.Name} is default role of the realm and cannot be removed.");
        }

        var reported = events.Of(call, AdminOperation.Delete, RoleContainer.Resource(role.ClientId), call.ResourcePath);
        var result = await records.DeleteAsync<IRoleGrain, RoleState>(call.Realm.Id, role.Id, reported);
        return result.Answer(address == RoleAddress.ById ? AdminResult.NoContent : AdminResult.NoContentUncached, RoleRepresentation.Missing, string.Empty);
    }
}
