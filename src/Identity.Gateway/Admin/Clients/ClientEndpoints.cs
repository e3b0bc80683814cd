using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Authentication;
using Identity.Gateway.Admin.ClientPolicies;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Clients;

/// <summary>Clients.</summary>
internal sealed class ClientEndpoints(
    AdminRecords records, AdminEvents events, ServiceAccountUsers serviceAccounts, ClientTakeover takeover, ClientDeletion deletion, RealmKeyUpkeep keys, TimeProvider time) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Get("/clients", AdminPermission.QueryClients, "Clients", ListAsync);
        routes.Post("/clients", AdminPermission.ManageClients, "Create a client", CreateAsync);
        routes.Get("/clients/{client}", AdminPermission.QueryClients, "A client", GetAsync);
        routes.Put("/clients/{client}", AdminPermission.QueryClients, "Change a client", UpdateAsync);
        routes.Delete("/clients/{client}", AdminPermission.QueryClients, "Remove a client with its roles, service account and mappings", DeleteAsync);
    }

    private async Task<AdminResult> ListAsync(AdminCall call)
    {
        var clients = call.May(AdminPermission.ViewClients) ? ClientList.Of(call) : [];
        return AdminResult.Json(new JsonArray([.. await takeover.WriteAsync(call, [.. call.Query.Page().Of(clients)])]));
    }

    private async Task<AdminResult> GetAsync(AdminCall call) =>
        AdminResult.Json((await takeover.WriteAsync(call, [ClientLookup.ToView(call)]))[0]);

    private async Task<AdminResult> CreateAsync(AdminCall call)
    {
        var body = await ClientRepresentation.ReadAsync(call);
        var client = ClientPolicyEnforcement.Apply(call.Realm, ClientCreation.New(call.Realm, body, time.GetUtcNow()));
        FlowBindingRules.DemandOverrides(call.Realm.Settings, body["authenticationFlowBindingOverrides"]);
        ClientRules.Demand(call.Realm, client);
        if (client.ServiceAccountsEnabled)
        {
            await serviceAccounts.DemandFreeAsync(call.Realm, client);
        }

        await keys.EnsureAsync(call.Realm, client, CancellationToken.None);
        body["id"] = client.Id;
        var reported = events.Of(call, AdminOperation.Create, AdminResource.Client, $"clients/{client.Id}", body);
        var result = await records.CreateAsync<IClientGrain, ClientState>(call.Realm.Id, client.Id, client, reported);
        if (result is WriteResult.Duplicate { Index: "id" })
        {
            return AdminResult.Error(409, "conflict", "Duplicate resource error");
        }

        if (result is WriteResult.Saved && client.ServiceAccountsEnabled)
        {
            await serviceAccounts.EnsureAsync(call.Realm, client);
        }

        return result.Answer(AdminResult.Created(client.Id, "/clients"), ClientLookup.Missing, $"Client {client.ClientId} already exists");
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var known = await takeover.ToManageAsync(call);
        var body = await ClientRepresentation.ReadAsync(call);
        FlowBindingRules.DemandOverrides(call.Realm.Settings, body["authenticationFlowBindingOverrides"]);
        var next = known;
        var reported = events.Of(call, AdminOperation.Update, AdminResource.Client, $"clients/{known.Id}", body);
        if ((string?)body["clientId"] is { } renamed && renamed != known.ClientId && known.ServiceAccountsEnabled)
        {
            await serviceAccounts.DemandFreeAsync(call.Realm, known with { ClientId = renamed });
        }

        await keys.EnsureAsync(call.Realm, ClientPolicyEnforcement.Apply(call.Realm, ClientChange.Copy(known, body)), CancellationToken.None);
        var result = await records.ChangeAsync<IClientGrain, ClientState>(call.Realm.Id, known.Id, stored =>
        {
            next = ClientPolicyEnforcement.Apply(call.Realm, ClientChange.Apply(call.Realm, stored, body, time.GetUtcNow()));
            ClientRules.Demand(call.Realm, next);
            return next;
        }, reported);
        if (result is WriteResult.Saved)
        {
            await FollowAsync(call, known, next);
        }

        return result is WriteResult.Duplicate
            ? AdminResult.Error(409, "conflict", "Duplicate resource error")
            : result.Answer(AdminResult.NoContent, ClientLookup.Missing, string.Empty);
    }

    private async Task FollowAsync(AdminCall call, ClientState before, ClientState after)
    {
        if (!after.ServiceAccountsEnabled)
        {
            if (before.ServiceAccountsEnabled)
            {
                await serviceAccounts.RemoveAsync(call.Realm, after);
            }

            return;
        }

        await serviceAccounts.EnsureAsync(call.Realm, after);
        if (before.ClientId != after.ClientId)
        {
            await serviceAccounts.RenameAsync(call.Realm, after);
        }
    }

    private async Task<AdminResult> DeleteAsync(AdminCall call)
    {
        var client = ClientLookup.ToManage(call);
        var reported = events.Of(call, AdminOperation.Delete, AdminResource.Client, $"clients/{client.Id}", new JsonObject { ["id"] = client.Id, ["clientId"] = client.ClientId });
        var result = await deletion.DeleteAsync(call.Realm, client, reported);
        return result.Answer(AdminResult.NoContent, ClientLookup.Missing, string.Empty);
    }
}
