using System.Text.Json.Nodes;
using Identity.Grains.Authentication;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>What the console's authentication pages read: flows with who uses them, required actions.</summary>
internal sealed class AuthenticationPageEndpoints : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Get("/ui-ext/authentication-management/flows", AuthenticationPermissions.ViewFlows, "Flows, and who uses them", ListFlowsAsync);
        routes.Get("/ui-ext/authentication-management/required-actions", AuthenticationPermissions.ViewRequiredActions, "Required actions", ListActionsAsync);
        routes.Get("/ui-ext/authentication-management/clients/{id}", AuthenticationPermissions.ViewFlows, "The clients that use a flow", ListClientsAsync);
        routes.Get(
            "/ui-ext/authentication-management/idp/{id}", AuthenticationPermissions.ViewFlows, "The identity providers that use a flow", _ => Json(new JsonArray()));
    }

    private static Task<AdminResult> ListFlowsAsync(AdminCall call)
    {
        var bound = FlowBindings.OfRealm(call.Realm.Settings).Select(binding => binding.Alias).ToHashSet(StringComparer.Ordinal);
        return Json(new JsonArray([.. AuthenticationSettings.Of(call.Realm.Settings).Flows
            .Where(flow => flow.TopLevel && flow.Alias != "saml ecp")
            .Select(flow => new JsonObject
            {
                ["id"] = flow.Id,
                ["alias"] = flow.Alias,
                ["builtIn"] = flow.BuiltIn,
                ["usedBy"] = UsedBy(call.Realm, flow, bound),
                ["description"] = flow.Description,
            })]));
    }

    private static JsonObject UsedBy(RealmSnapshot realm, AuthenticationFlow flow, HashSet<string> bound)
    {
        if (bound.Contains(flow.Alias))
        {
            return new JsonObject { ["type"] = "DEFAULT", ["values"] = new JsonArray((JsonNode)flow.Alias) };
        }

        var clients = Clients(realm, flow.Id);
        return clients.Count == 0
            ? new JsonObject { ["values"] = clients }
            : new JsonObject { ["type"] = "SPECIFIC_CLIENTS", ["values"] = clients };
    }

    private static Task<AdminResult> ListActionsAsync(AdminCall call) => Json(new JsonArray([.. AuthenticationSettings.Of(call.Realm.Settings).Actions.Select(action =>
    {
        var written = AuthenticationSettings.Write(action);
        written["configurable"] = true;
        return written;
    })]));

    private static Task<AdminResult> ListClientsAsync(AdminCall call)
    {
        var search = call.Query.Text("search");
        var clients = Clients(call.Realm, call.Route("id")).Select(name => (string)name!)
            .Where(name => search is null || name.Contains(search, StringComparison.OrdinalIgnoreCase));
        return Json(new JsonArray([.. call.Query.Page().Of(clients).Select(name => (JsonNode)name)]));
    }

    private static JsonArray Clients(RealmSnapshot realm, string flowId) => new([.. realm.Clients
        .Where(client => FlowBindings.OfClient(client).Any(binding => binding.FlowId == flowId))
        .Select(client => client.ClientId)
        .Order(StringComparer.Ordinal)
        .Select(clientId => (JsonNode)clientId)]);

    private static Task<AdminResult> Json(JsonNode body) => Task.FromResult(AdminResult.Json(body));
}
