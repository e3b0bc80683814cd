using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.ClientScopes;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.ClientScopes;

/// <summary>The scopes that new clients get.</summary>
internal sealed class RealmDefaultScopeEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        Map(routes, "/default-default-client-scopes", "default", isDefault: true);
        Map(routes, "/default-optional-client-scopes", "optional", isDefault: false);
    }

    private void Map(AdminRoutes routes, string path, string name, bool isDefault)
    {
        routes.Get(path, AdminPermission.ViewClients, $"The scopes that new clients get as {name} scopes", call => ListAsync(call, isDefault));
        routes.Put($"{path}/{{scope}}", AdminPermission.ManageClients, $"Give new clients a scope as {name} scope", call => AddAsync(call, isDefault));
        routes.Delete($"{path}/{{scope}}", AdminPermission.ManageClients, $"No longer give new clients a scope as {name} scope", call => RemoveAsync(call, isDefault));
    }

    private static Task<AdminResult> ListAsync(AdminCall call, bool isDefault)
    {
        var ids = isDefault ? call.Realm.Settings.DefaultClientScopeIds : call.Realm.Settings.OptionalClientScopeIds;
        return Task.FromResult(AdminResult.Json(new JsonArray([.. ids.Select(call.Realm.FindScopeById).OfType<ClientScopeState>().Select(scope =>
            (JsonNode)new JsonObject { ["id"] = scope.Id, ["name"] = scope.Name, ["protocol"] = scope.Protocol })])));
    }

    private Task<AdminResult> AddAsync(AdminCall call, bool isDefault)
    {
        var scope = ClientScopeLookup.ToAssign(call);
        return ChangeAsync(call, AdminOperation.Create, realm =>
            realm.DefaultClientScopeIds.Contains(scope.Id) || realm.OptionalClientScopeIds.Contains(scope.Id)
                ? throw new AdminRefusalException(AdminResult.Error(409, "conflict", "Duplicate resource error"))
            : isDefault ? realm with { DefaultClientScopeIds = [.. realm.DefaultClientScopeIds, scope.Id] }
            : realm with { OptionalClientScopeIds = [.. realm.OptionalClientScopeIds, scope.Id] });
    }

    private Task<AdminResult> RemoveAsync(AdminCall call, bool isDefault)
    {
        var scope = ClientScopeLookup.ToAssign(call);
        return ChangeAsync(call, AdminOperation.Delete, realm =>
            !realm.DefaultClientScopeIds.Contains(scope.Id) && !realm.OptionalClientScopeIds.Contains(scope.Id) ? realm
            : isDefault ? realm with { DefaultClientScopeIds = [.. realm.DefaultClientScopeIds.Where(id => id != scope.Id)] }
            : realm with { OptionalClientScopeIds = [.. realm.OptionalClientScopeIds.Where(id => id != scope.Id)] });
    }

    private async Task<AdminResult> ChangeAsync(AdminCall call, string operation, Func<RealmState, RealmState> change)
    {
        var reported = events.Of(call, operation, AdminResource.ClientScope, call.ResourcePath);
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(call.Realm.Id, call.Realm.Id, change, reported);
        return result.Answer(AdminResult.NoContent, "Realm not found.", string.Empty);
    }
}
