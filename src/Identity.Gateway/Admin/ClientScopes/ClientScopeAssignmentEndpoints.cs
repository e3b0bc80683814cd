using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;

namespace Identity.Gateway.Admin.ClientScopes;

/// <summary>The scopes of a client.</summary>
internal sealed class ClientScopeAssignmentEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        Map(routes, "/clients/{client}/default-client-scopes", "default", isDefault: true);
        Map(routes, "/clients/{client}/optional-client-scopes", "optional", isDefault: false);
    }

    private void Map(AdminRoutes routes, string path, string name, bool isDefault)
    {
        routes.Get(path, AdminPermission.QueryClients, $"A client's {name} scopes", call => ListAsync(call, isDefault));
        routes.Put($"{path}/{{scope}}", AdminPermission.QueryClients, $"Give a client a {name} scope", call => AddAsync(call, isDefault));
        routes.Delete($"{path}/{{scope}}", AdminPermission.QueryClients, $"Take a {name} scope from a client", RemoveAsync);
    }

    private static Task<AdminResult> ListAsync(AdminCall call, bool isDefault)
    {
        var client = ClientLookup.ToView(call);
        var ids = isDefault ? client.DefaultClientScopeIds : client.OptionalClientScopeIds;
        return Task.FromResult(AdminResult.Json(new JsonArray([.. ids
            .Select(call.Realm.FindScopeById)
            .OfType<ClientScopeState>()
            .Where(scope => scope.Protocol == client.Protocol)
            .Select(scope => (JsonNode)new JsonObject { ["id"] = scope.Id, ["name"] = scope.Name })])));
    }

    // A scope that the client has already, whether default or optional, stays what it is.
    private Task<AdminResult> AddAsync(AdminCall call, bool isDefault) => ChangeAsync(call, AdminOperation.Create, (client, scope) =>
        client.DefaultClientScopeIds.Contains(scope.Id) || client.OptionalClientScopeIds.Contains(scope.Id) ? client
        : isDefault ? client with { DefaultClientScopeIds = [.. client.DefaultClientScopeIds, scope.Id] }
        : client with { OptionalClientScopeIds = [.. client.OptionalClientScopeIds, scope.Id] });

    private Task<AdminResult> RemoveAsync(AdminCall call) => ChangeAsync(call, AdminOperation.Delete, (client, scope) =>
        !client.DefaultClientScopeIds.Contains(scope.Id) && !client.OptionalClientScopeIds.Contains(scope.Id) ? client
        : client with
        {
            DefaultClientScopeIds = [.. client.DefaultClientScopeIds.Where(id => id != scope.Id)],
            OptionalClientScopeIds = [.. client.OptionalClientScopeIds.Where(id => id != scope.Id)],
        });

    private async Task<AdminResult> ChangeAsync(AdminCall call, string operation, Func<ClientState, ClientScopeState, ClientState> change)
    {
        var client = ClientLookup.ToManage(call);
        var scope = ClientScopeLookup.ToAssign(call);
        var reported = events.Of(call, operation, AdminResource.ClientScopeClientMapping, call.ResourcePath);
        var result = await records.ChangeAsync<IClientGrain, ClientState>(call.Realm.Id, client.Id, stored => change(stored, scope), reported);
        return result.Answer(AdminResult.NoContent, ClientLookup.Missing, string.Empty);
    }
}
