using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.ClientScopes;

namespace Identity.Gateway.Admin.ProtocolMappers;

/// <summary>The protocol mappers of clients and of client scopes.</summary>
internal sealed class ProtocolMapperEndpoints(ClientMappers clients, ClientScopeMappers scopes, AdminEvents events) : IAdminEndpoints
{
    private const string Missing = "Model not found";

    public void Map(AdminRoutes routes)
    {
        foreach (var owner in (IMapperOwner[])[clients, scopes])
        {
            var path = $"{owner.Path}/protocol-mappers";
            var seen = AdminPermission.QueryClients;
            routes.Get($"{path}/models", seen, $"The protocol mappers of a {owner.Name}", call => Answer(owner.ToView(call)));
            routes.Get($"{path}/models/{{mapper}}", seen, $"A protocol mapper of a {owner.Name}", call => GetAsync(owner, call));
            routes.Get($"{path}/protocol/{{protocol}}", seen, $"The protocol mappers of a {owner.Name} for one protocol", call =>
                Answer(owner.ToView(call).Where(mapper => mapper.Protocol == call.Route("protocol"))));
            routes.Post($"{path}/models", seen, $"Add a protocol mapper to a {owner.Name}", call => CreateAsync(owner, call));
            routes.Post($"{path}/add-models", seen, $"Add several protocol mappers to a {owner.Name}", call => CreateSeveralAsync(owner, call));
            routes.Put($"{path}/models/{{mapper}}", seen, $"Change a protocol mapper of a {owner.Name}", call => UpdateAsync(owner, call));
            routes.Delete($"{path}/models/{{mapper}}", seen, $"Remove a protocol mapper of a {owner.Name}", call => DeleteAsync(owner, call));
        }
    }

    private static Task<AdminResult> Answer(IEnumerable<ProtocolMapper> mappers) =>
        Task.FromResult(AdminResult.Json(ProtocolMapperRepresentation.WriteAll(mappers)));

    private static Task<AdminResult> GetAsync(IMapperOwner owner, AdminCall call) =>
        Task.FromResult(AdminResult.Json(ProtocolMapperRepresentation.Write(Find(owner.ToView(call), call))));

    private async Task<AdminResult> CreateAsync(IMapperOwner owner, AdminCall call)
    {
        owner.ToManage(call);
        var body = await call.ReadAsync(ProtocolMapperRepresentation.Fields);
        var mapper = Read(owner, call, body);
        var reported = events.Of(call, AdminOperation.Create, AdminResource.ProtocolMapper, $"{call.ResourcePath}/{mapper.Id}", body);
        var result = await owner.ChangeAsync(call, known => Add(known, mapper), reported);
        return result.Answer(AdminResult.Created(mapper.Id), Missing, string.Empty);
    }

    private async Task<AdminResult> CreateSeveralAsync(IMapperOwner owner, AdminCall call)
    {
        owner.ToManage(call);
        if (await call.ReadJsonAsync() is not JsonArray bodies)
        {
            throw AdminRefusalException.Unreadable("unknown_error");
        }

        var added = bodies.Select(body => Read(owner, call, ProtocolMapperRepresentation.Fields.Check(body))).ToList();
        if (added.Count == 0)
        {
            return AdminResult.NoContent;
        }

        var reported = events.Of(call, AdminOperation.Create, AdminResource.ProtocolMapper, call.ResourcePath, bodies);
        var result = await owner.ChangeAsync(call, known => ProtocolMapperRepresentation.Checked([.. known, .. added]), reported);
        return result.Answer(AdminResult.NoContent, Missing, string.Empty);
    }

    // A mapper keeps its name and protocol, as in Keycloak.
    private async Task<AdminResult> UpdateAsync(IMapperOwner owner, AdminCall call)
    {
        Find(owner.ToManage(call), call);
        var body = await call.ReadAsync(ProtocolMapperRepresentation.Fields);
        var type = (string?)body["protocolMapper"];
        MapperTypes.Demand(type);
        var config = ProtocolMapperRepresentation.Config(body);
        var reported = events.Of(call, AdminOperation.Update, AdminResource.ProtocolMapper, call.ResourcePath, body);
        var result = await owner.ChangeAsync(call, known =>
        {
            var mapper = Find(known, call);
            var next = mapper with { Mapper = type!, Config = config };
            owner.Demand(call, next);
            return [.. known.Select(other => ReferenceEquals(other, mapper) ? next : other)];
        }, reported);
        return result.Answer(AdminResult.NoContent, Missing, string.Empty);
    }

    private async Task<AdminResult> DeleteAsync(IMapperOwner owner, AdminCall call)
    {
        Find(owner.ToManage(call), call);
        var reported = events.Of(call, AdminOperation.Delete, AdminResource.ProtocolMapper, call.ResourcePath);
        var result = await owner.ChangeAsync(call, known => [.. known.Except([Find(known, call)])], reported);
        return result.Answer(AdminResult.NoContent, Missing, string.Empty);
    }

    private static ProtocolMapper Read(IMapperOwner owner, AdminCall call, JsonObject body)
    {
        MapperTypes.Demand((string?)body["protocolMapper"]);
        var mapper = ProtocolMapperRepresentation.Read(body, ProtocolMapperRepresentation.NewId(body) ?? Guid.NewGuid().ToString());
        owner.Demand(call, mapper);
        return mapper;
    }

    private static IReadOnlyList<ProtocolMapper> Add(IReadOnlyList<ProtocolMapper> known, ProtocolMapper mapper) =>
        known.Any(other => other.Id == mapper.Id || (other.Name == mapper.Name && other.Protocol == mapper.Protocol))
            ? throw new AdminRefusalException(AdminResult.Conflict("Protocol mapper exists with same name"))
            : ProtocolMapperRepresentation.Checked([.. known, mapper]);

    private static ProtocolMapper Find(IReadOnlyList<ProtocolMapper> mappers, AdminCall call) =>
        mappers.FirstOrDefault(mapper => mapper.Id == call.Route("mapper")) ?? throw AdminRefusalException.NotFound(Missing);
}
