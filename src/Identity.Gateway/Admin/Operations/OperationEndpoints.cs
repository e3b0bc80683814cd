using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Grains.Operations;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin.Operations;

/// <summary>How far large operations are: removals and logouts that go on in batches. Keycloak has no such endpoint.</summary>
internal sealed class OperationEndpoints(IOperations operations) : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Top(HttpMethods.Get, "/admin/operations", AdminPermission.CreateRealm, "Large operations of every realm, those of removed realms too", ListAllAsync);
        routes.Get("/operations", AdminPermission.ManageRealm, "Large operations of the realm", ListAsync);
    }

    private async Task<AdminResult> ListAllAsync(HttpContext http, Administrator administrator) =>
        administrator.Realm.Name == MasterRealm.Name && administrator.MayCreateRealms
            ? Answer(await operations.ListAsync(realmId: null, http.RequestAborted))
            : AdminResult.Forbidden;

    private async Task<AdminResult> ListAsync(AdminCall call) => Answer(await operations.ListAsync(call.Realm.Id, call.Aborted));

    private static AdminResult Answer(IEnumerable<OperationProgress> list) => AdminResult.Json(new JsonArray([.. list.Select(Write)]));

    private static JsonObject Write(OperationProgress one)
    {
        var node = new JsonObject
        {
            ["id"] = one.Id,
            ["realmId"] = one.RealmId,
            ["realm"] = one.RealmName,
            ["kind"] = one.Kind,
            ["targets"] = new JsonArray([.. one.Targets.Select(target => (JsonNode)target)]),
            ["startedBy"] = one.StartedBy,
            ["started"] = one.Started,
            ["total"] = one.Total,
            ["done"] = one.Done,
            ["failures"] = one.Failures,
            ["finished"] = one.Finished,
        };
        foreach (var name in node.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            node.Remove(name);
        }

        return node;
    }
}
