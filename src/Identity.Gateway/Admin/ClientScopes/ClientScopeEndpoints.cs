using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.ClientScopes;

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
        var scopes = call.May(AdminPermission.ViewClients)
            ? call.Realm.ClientScopes.OrderBy(scope => scope.Name, StringComparer.Ordinal).Concat(UnreadableEntries.ClientScopes(call.Realm))
            : [];
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

    // An id without a scope counts for nothing: the operation that the removal begins takes it out of clients and defaults.
    private async Task<AdminResult> DeleteAsync(AdminCall call)
    {
        var scope = ClientScopeLookup.ToManage(call);
        var reported = events.Of(call, AdminOperation.Delete, AdminResource.ClientScope, $"client-scopes/{scope.Id}");
        var result = await records.DeleteAsync<IClientScopeGrain, ClientScopeState>(call.Realm.Id, scope.Id, reported);
        return result.Answer(AdminResult.NoContent, ClientScopeLookup.Missing, string.Empty);
    }

    private static string Taken(string name) => $"Client Scope {name} already exists";
}
