using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Authentication;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>The flows of a realm.</summary>
internal sealed class FlowEndpoints(FlowChanges changes) : IAdminEndpoints
{
    private static readonly Representation Fields = new(
        "AuthenticationFlowRepresentation",
        (FieldKind.Text, ["id", "alias", "description", "providerId"]),
        (FieldKind.Flag, ["topLevel", "builtIn"]),
        (FieldKind.Objects, ["authenticationExecutions"]));

    private static readonly Representation CopyFields = Representation.OfMap("newName");

    public void Map(AdminRoutes routes)
    {
        routes.Get("/authentication/flows", AuthenticationPermissions.ViewFlows, "Authentication flows", ListAsync);
        routes.Post("/authentication/flows", AdminPermission.ManageRealm, "Create an authentication flow", CreateAsync);
        routes.Get("/authentication/flows/{id}", AdminPermission.ViewRealm, "An authentication flow", GetAsync);
        routes.Put("/authentication/flows/{id}", AdminPermission.ManageRealm, "Rename an authentication flow", UpdateAsync);
        routes.Delete("/authentication/flows/{id}", AdminPermission.ManageRealm, "Remove an authentication flow", DeleteAsync);
        routes.Post("/authentication/flows/{alias}/copy", AdminPermission.ManageRealm, "Copy an authentication flow", CopyAsync);
    }

    private static Task<AdminResult> ListAsync(AdminCall call) => Task.FromResult(AdminResult.Json(new JsonArray(
        [.. AuthenticationSettings.Of(call.Realm.Settings).Flows.Where(flow => flow.TopLevel && flow.Alias != "saml ecp").Select(AuthenticationSettings.Write)])));

    private static Task<AdminResult> GetAsync(AdminCall call) => Task.FromResult(AdminResult.Json(
        AuthenticationSettings.Write(FlowEdits.ById(AuthenticationSettings.Of(call.Realm.Settings), call.Route("id")))));

    private Task<AdminResult> CreateAsync(AdminCall call) => WithBodyAsync(call, Fields, body =>
    {
        var flow = new AuthenticationFlow
        {
            Id = ChosenId.Of(body),
            Alias = (string?)body["alias"] ?? string.Empty,
            Description = (string?)body["description"] ?? string.Empty,
            Provider = (string?)body["providerId"] ?? string.Empty,
            TopLevel = (bool?)body["topLevel"] ?? false,
        };
        return changes.ApplyAsync(call, (AdminOperation.Create, AdminResource.AuthFlow, $"authentication/flows/{flow.Id}"), body, settings =>
        {
            FlowEdits.CheckAlias(settings, flow.Alias, "Failed to create flow with empty alias name", $"Flow {flow.Alias} already exists");
            ChosenId.Demand(settings.FindFlowById(flow.Id) is null);
            return flow.Provider is AuthenticationFlow.Basic or AuthenticationFlow.Form or AuthenticationFlow.Client
                ? FlowEdits.Add(settings, flow)
                : throw AdminRefusalException.Invalid("The providerId of a flow is basic-flow, form-flow or client-flow.");
        }, AdminResult.Created(flow.Id));
    });

    private Task<AdminResult> CopyAsync(AdminCall call) => WithBodyAsync(call, CopyFields, body =>
    {
        var name = (string?)body["newName"];
        // Decided here too: the address of the copy is part of the answer.
        var id = Guid.NewGuid().ToString();
        return changes.ApplyAsync(call, (AdminOperation.Create, AdminResource.AuthFlow, call.ResourcePath), body, settings =>
        {
            var flow = FlowEdits.ByAlias(settings, call.Route("alias"));
            FlowEdits.CheckAlias(settings, name, "Failed to create flow with empty alias name", "New flow alias name already exists");
            var (copied, copy) = FlowEdits.Copy(settings, flow, name!);
            return copied.With([.. copied.Flows.Select(known => known.Id == copy.Id ? copy with { Id = id } : known)]);
        }, AdminResult.Created(id));
    });

    private Task<AdminResult> UpdateAsync(AdminCall call) => WithBodyAsync(call, Fields, body =>
        changes.ApplyAsync(call, (AdminOperation.Update, AdminResource.AuthFlow, call.ResourcePath), body, settings =>
        {
            var flow = FlowEdits.ById(settings, call.Route("id"));
            var alias = (string?)body["alias"] ?? flow.Alias;
            if (alias == flow.Alias)
            {
                return FlowEdits.Replace(settings, flow with { Description = (string?)body["description"] ?? flow.Description });
            }

            if (flow.BuiltIn)
            {
                throw AdminRefusalException.Invalid("A built-in flow keeps its alias.");
            }

            FlowEdits.CheckAlias(settings, alias, "Failed to update flow with empty alias name", "Flow alias name already exists");
            var renamed = FlowEdits.Replace(settings, flow with { Alias = alias, Description = (string?)body["description"] ?? flow.Description });
            return renamed.With([.. renamed.Flows.Select(known => known with
            {
                Executions = [.. known.Executions.Select(step => step.FlowAlias == flow.Alias ? step with { FlowAlias = alias } : step)],
            })]);
        }, AdminResult.NoContent));

    private Task<AdminResult> DeleteAsync(AdminCall call) =>
        changes.ApplyAsync(call, (AdminOperation.Delete, AdminResource.AuthFlow, call.ResourcePath), null, settings =>
        {
            var flow = FlowEdits.ById(settings, call.Route("id"), "Flow not found");
            return flow.BuiltIn
                ? throw new AdminRefusalException(AdminResult.Error(400, "Can't delete built in flow"))
                : FlowEdits.Remove(settings, flow);
        }, AdminResult.NoContent);

    private static async Task<AdminResult> WithBodyAsync(AdminCall call, Representation fields, Func<JsonObject, Task<AdminResult>> handle) =>
        await handle(await call.ReadAsync(fields));
}
