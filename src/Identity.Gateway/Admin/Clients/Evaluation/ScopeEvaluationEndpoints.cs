using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Roles;
using Identity.Grains.ClientScopes;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Clients.Evaluation;

/// <summary>Which mappers and roles apply to a client's tokens.</summary>
internal sealed class ScopeEvaluationEndpoints : IAdminEndpoints
{
    private const string Path = "/clients/{client}/evaluate-scopes";

    public void Map(AdminRoutes routes)
    {
        routes.Get($"{Path}/protocol-mappers", AdminPermission.QueryClients, "The mappers that apply for a scope parameter", MappersAsync);
        routes.Get($"{Path}/scope-mappings/{{container}}/granted", AdminPermission.QueryClients, "The roles that tokens may carry", call => RolesAsync(call, granted: true));
        routes.Get($"{Path}/scope-mappings/{{container}}/not-granted", AdminPermission.QueryClients, "The roles that tokens may not carry", call => RolesAsync(call, granted: false));
    }

    private static Task<AdminResult> MappersAsync(AdminCall call)
    {
        var client = ClientLookup.ToView(call);
        var scopes = EvaluatedScope.Of(call, client).Scopes;
        var rows = scopes.SelectMany(scope => scope.ProtocolMappers.Select(mapper => Row(mapper, scope.Id, scope.Name, "client-scope")))
            .Concat(client.ProtocolMappers.Select(mapper => Row(mapper, client.Id, client.ClientId, "client")));
        return Task.FromResult(AdminResult.Json(new JsonArray([.. rows.Select(row => (JsonNode)row)])));
    }

    private static JsonObject Row(ProtocolMapper mapper, string containerId, string containerName, string containerType) => new JsonObject
    {
        ["mapperId"] = mapper.Id,
        ["mapperName"] = mapper.Name,
        ["containerId"] = containerId,
        ["containerName"] = containerName,
        ["containerType"] = containerType,
        ["protocolMapper"] = mapper.Mapper,
    };

    // The container is the realm, by name, or a client, by id.
    private static Task<AdminResult> RolesAsync(AdminCall call, bool granted)
    {
        var client = ClientLookup.ToView(call);
        var container = call.Route("container");
        var owner = container == call.Realm.Name ? null
            : call.Realm.FindClientById(container)?.Id ?? throw AdminRefusalException.NotFound("Role Container not found");
        var allowed = EvaluatedScope.Of(call, client).AllowedRoles;
        IEnumerable<RoleState> roles = call.Realm.Roles
            .Where(role => role.ClientId == owner && (allowed?.Contains(role.Id) ?? true) == granted)
            .OrderBy(role => role.Name, StringComparer.Ordinal);
        return Task.FromResult(AdminResult.Json(RoleRepresentation.WriteAll(call.Realm, roles)));
    }
}
