using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Authentication;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>The steps of flows.</summary>
internal sealed class ExecutionEndpoints(FlowChanges changes) : IAdminEndpoints
{
    private static readonly Representation NewStep = Representation.OfMap("provider", "priority");
    private static readonly Representation NewFlow = Representation.OfMap("alias", "type", "description", "provider", "priority");

    public void Map(AdminRoutes routes)
    {
        routes.Get("/authentication/flows/{alias}/executions", AdminPermission.ViewRealm, "The steps of a flow", ListAsync);
        routes.Put("/authentication/flows/{alias}/executions", AdminPermission.ManageRealm, "Change a step of a flow", UpdateAsync);
        routes.Post("/authentication/flows/{alias}/executions/execution", AdminPermission.ManageRealm, "Add a step to a flow", AddAsync);
        routes.Post("/authentication/flows/{alias}/executions/flow", AdminPermission.ManageRealm, "Add a flow to a flow", AddFlowAsync);
        routes.Get("/authentication/executions/{id}", AdminPermission.ViewRealm, "A step of a flow", GetAsync);
        routes.Delete("/authentication/executions/{id}", AdminPermission.ManageRealm, "Remove a step of a flow", DeleteAsync);
        routes.Post("/authentication/executions/{id}/raise-priority", AdminPermission.ManageRealm, "Move a step of a flow up", call => MoveAsync(call, -1));
        routes.Post("/authentication/executions/{id}/lower-priority", AdminPermission.ManageRealm, "Move a step of a flow down", call => MoveAsync(call, 1));
    }

    private static Task<AdminResult> ListAsync(AdminCall call)
    {
        var settings = AuthenticationSettings.Of(call.Realm.Settings);
        return Task.FromResult(AdminResult.Json(ExecutionRepresentation.WriteAll(settings, FlowEdits.ByAlias(settings, call.Route("alias")))));
    }

    private static Task<AdminResult> GetAsync(AdminCall call)
    {
        var settings = AuthenticationSettings.Of(call.Realm.Settings);
        var (flow, execution) = FlowEdits.Execution(settings, call.Route("id"));
        return Task.FromResult(AdminResult.Json(ExecutionRepresentation.Write(settings, flow, execution)));
    }

    private async Task<AdminResult> UpdateAsync(AdminCall call)
    {
        var body = await call.ReadAsync(ExecutionRepresentation.Fields);
        return await changes.ApplyAsync(call, (AdminOperation.Update, AdminResource.AuthExecution, call.ResourcePath), body, settings =>
        {
            FlowEdits.ByAlias(settings, call.Route("alias"), "flow not found");
            var (flow, execution) = FlowEdits.Execution(settings, (string?)body["id"] ?? string.Empty);
            var requirement = (string?)body["requirement"] ?? execution.Requirement;
            if (!ExecutionRepresentation.Choices(settings, execution).Contains(requirement))
            {
                throw AdminRefusalException.Invalid($"The requirement {requirement} is not possible here.");
            }

            var changed = execution with { Requirement = requirement, Priority = flow.BuiltIn ? execution.Priority : Representation.Int32(body, "priority") ?? execution.Priority };
            var next = FlowEdits.Replace(settings, flow with
            {
                Executions = [.. flow.Executions.Select(step => step.Id == execution.Id ? changed : step).OrderBy(step => step.Priority)],
            });
            return RenameInner(next, execution, body);
        }, AdminResult.NoContent);
    }

    // The console renames a flow inside another as a step of the outer one.
    private static AuthenticationSettings RenameInner(AuthenticationSettings settings, AuthenticationExecution execution, JsonObject body)
    {
        if (execution.FlowAlias is null || settings.FindFlow(execution.FlowAlias) is not { BuiltIn: false } inner)
        {
            return settings;
        }

        var alias = (string?)body["displayName"] ?? inner.Alias;
        var described = FlowEdits.Replace(settings, inner with { Description = (string?)body["description"] ?? inner.Description });
        if (alias == inner.Alias)
        {
            return described;
        }

        FlowEdits.CheckAlias(settings, alias, "Flow alias name is empty", "Flow alias name already exists");
        return described.With([.. described.Flows.Select(known => (known.Id == inner.Id ? known with { Alias = alias } : known) with
        {
            Executions = [.. known.Executions.Select(step => step.FlowAlias == inner.Alias ? step with { FlowAlias = alias } : step)],
        })]);
    }

    private async Task<AdminResult> AddAsync(AdminCall call)
    {
        var body = await call.ReadAsync(NewStep);
        var provider = (string?)body["provider"];
        var id = Guid.NewGuid().ToString();
        return await changes.ApplyAsync(call, (AdminOperation.Create, AdminResource.AuthExecution, call.ResourcePath), body, settings =>
        {
            var flow = Growing(settings, call.Route("alias"));
            if (AuthenticatorProvider.For(flow.Provider).All(known => known.Id != provider))
            {
                throw new AdminRefusalException(AdminResult.Error(400, $"No authentication provider found for id: {provider ?? "null"}"));
            }

            return FlowEdits.Append(settings, flow, new AuthenticationExecution { Id = id, Authenticator = provider, Priority = Priority(body, flow) });
        }, AdminResult.Created(id, "/authentication/executions"));
    }

    private async Task<AdminResult> AddFlowAsync(AdminCall call)
    {
        var body = await call.ReadAsync(NewFlow);
        var inner = new AuthenticationFlow
        {
            Id = Guid.NewGuid().ToString(),
            Alias = (string?)body["alias"] ?? string.Empty,
            Description = (string?)body["description"] ?? string.Empty,
            Provider = (string?)body["type"] == AuthenticationFlow.Form ? AuthenticationFlow.Form : AuthenticationFlow.Basic,
        };
        var form = inner.Provider == AuthenticationFlow.Form ? (string?)body["provider"] : null;
        return await changes.ApplyAsync(call, (AdminOperation.Create, AdminResource.AuthExecutionFlow, call.ResourcePath), body, settings =>
        {
            var flow = Growing(settings, call.Route("alias"));
            FlowEdits.CheckAlias(settings, inner.Alias, "Failed to create flow with empty alias name", "New flow alias name already exists");
            if (form is not null && AuthenticatorProvider.Forms.All(known => known.Id != form))
            {
                throw new AdminRefusalException(AdminResult.Error(400, $"No authentication provider found for id: {form}"));
            }

            var step = new AuthenticationExecution { Id = Guid.NewGuid().ToString(), Authenticator = form, FlowAlias = inner.Alias, Priority = Priority(body, flow) };
            return FlowEdits.Append(FlowEdits.Add(settings, inner), flow, step);
        }, AdminResult.Created(inner.Id, "/authentication/flows"));
    }

    private Task<AdminResult> DeleteAsync(AdminCall call) =>
        changes.ApplyAsync(call, (AdminOperation.Delete, AdminResource.AuthExecution, call.ResourcePath), null, settings =>
        {
            var (flow, execution) = FlowEdits.Execution(settings, call.Route("id"));
            return flow.BuiltIn
                ? throw new AdminRefusalException(AdminResult.Error(400, "It is illegal to remove execution from a built in flow"))
                : FlowEdits.RemoveExecution(settings, flow, execution);
        }, AdminResult.NoContent);

    private Task<AdminResult> MoveAsync(AdminCall call, int by) =>
        changes.ApplyAsync(call, (AdminOperation.Update, AdminResource.AuthExecution, call.ResourcePath), null, settings =>
        {
            var (flow, execution) = FlowEdits.Execution(settings, call.Route("id"));
            return flow.BuiltIn
                ? throw new AdminRefusalException(AdminResult.Error(400, "It is illegal to modify execution in a built in flow"))
                : FlowEdits.Move(settings, flow, execution, by);
        }, AdminResult.NoContent);

    private static AuthenticationFlow Growing(AuthenticationSettings settings, string alias) =>
        FlowEdits.ByAlias(settings, alias, "Parent flow doesn't exist") is { BuiltIn: false } flow
            ? flow
            : throw new AdminRefusalException(AdminResult.Error(400, "It is illegal to add execution to a built in flow"));

    private static int Priority(JsonObject body, AuthenticationFlow flow) => int.TryParse((string?)body["priority"], out var given) ? given : FlowEdits.NextPriority(flow);
}
