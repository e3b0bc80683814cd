using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.ClientScopes;

/// <summary>Client scopes.</summary>
internal sealed class ClientScopeEndpoints(AdminRecords records, AdminEvents events) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Get("/client-scopes", AdminPermission.QueryClients, "Client scopes", ListAsync);
        routes.Post("/client-scopes", AdminPermission.ManageClients, "Create a client scope", CreateAsync);
        routes.Get("/client-scopes/{scope}", AdminPermission.QueryClients, "A client scope", GetAsync);
        routes.Put("/client-scopes/{scope}", AdminPermission.QueryClients, "Change a client scope", UpdateAsync);
        routes.Delete("/client-scopes/{scope}", AdminPermission.QueryClients, "Remove a client scope, from clients and the realm's defaults too", DeleteAsync);
    }

    private static Task<AdminResult> ListAsync(AdminCall call)
    {
        var scopes = call.May(AdminPermission.ViewClients) ? call.Realm.ClientScopes.OrderBy(scope => scope.Name, StringComparer.Ordinal) : Enumerable.Empty<ClientScopeState>();
        return Task.FromResult(AdminResult.Json(new JsonArray([.. scopes.Select(ClientScopeRepresentation.Write)])));
    }

    private static Task<AdminResult> GetAsync(AdminCall call) =>
        Task.FromResult(AdminResult.Json(ClientScopeRepresentation.Write(ClientScopeLookup.ToView(call))));

    private async Task<AdminResult> CreateAsync(AdminCall call)
    {
        var (body, _) = await ClientScopeRepresentation.ReadAsync(call);
        var scope = ClientScopeRepresentation.Create(body);
        var reported = events.Of(call, AdminOperation.Create, AdminResource.ClientScope, $"client-scopes/{scope.Id}", body);
        var result = await records.CreateAsync<IClientScopeGrain, ClientScopeState>(call.Realm.Id, scope.Id, scope, reported);
        return result.Answer(AdminResult.Created(scope.Id, "/client-scopes"), ClientScopeLookup.Missing, Taken(scope.Name));
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var scope = ClientScopeLookup.ToManage(call);
        var (body, removed) = await ClientScopeRepresentation.ReadAsync(call);
        var reported = events.Of(call, AdminOperation.Update, AdminResource.ClientScope, $"client-scopes/{scope.Id}", body);
        var result = await records.ChangeAsync<IClientScopeGrain, ClientScopeState>(
            call.Realm.Id, scope.Id, stored => ClientScopeRepresentation.Apply(stored, body, removed), reported);
        return result.Answer(AdminResult.NoContent, ClientScopeLookup.Missing, Taken((string?)body["name"] ?? scope.Name));
    }

    // The scope itself goes last, so that a removal that was broken off can be repeated.
    private async Task<AdminResult> DeleteAsync(AdminCall call)
    {
        var scope = ClientScopeLookup.ToManage(call);
        var realm = call.Realm;
        foreach (var client in realm.Clients.Where(client => client.DefaultClientScopeIds.Contains(scope.Id) || client.OptionalClientScopeIds.Contains(scope.Id)))
        {
            await records.ChangeAsync<IClientGrain, ClientState>(realm.Id, client.Id, stored => stored with
            {
                DefaultClientScopeIds = Without(stored.DefaultClientScopeIds, scope),
                OptionalClientScopeIds = Without(stored.OptionalClientScopeIds, scope),
            }, reported: null);
        }

        if (realm.Settings.DefaultClientScopeIds.Contains(scope.Id) || realm.Settings.OptionalClientScopeIds.Contains(scope.Id))
        {
            await records.ChangeAsync<IRealmGrain, RealmState>(realm.Id, realm.Id, stored => stored with
            {
                DefaultClientScopeIds = Without(stored.DefaultClientScopeIds, scope),
                OptionalClientScopeIds = Without(stored.OptionalClientScopeIds, scope),
            }, reported: null);
        }

        var reported = events.Of(call, AdminOperation.Delete, AdminResource.ClientScope, $"client-scopes/{scope.Id}");
        var result = await records.DeleteAsync<IClientScopeGrain, ClientScopeState>(realm.Id, scope.Id, reported);
        return result.Answer(AdminResult.NoContent, ClientScopeLookup.Missing, string.Empty);
    }

    private static IReadOnlyList<string> Without(IReadOnlyList<string> ids, ClientScopeState scope) => [.. ids.Where(id => id != scope.Id)];

    private static string Taken(string name) => $"Client Scope {name} already exists";
}
