using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Events;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.ProtocolMappers;

/// <summary>The mappers of a client.</summary>
internal sealed class ClientMappers(AdminRecords records) : IMapperOwner
{
    public string Path => "/clients/{client}";

    public string Name => "client";

    public IReadOnlyList<ProtocolMapper> ToView(AdminCall call) => ClientLookup.ToView(call).ProtocolMappers;

    public IReadOnlyList<ProtocolMapper> ToManage(AdminCall call) => ClientLookup.ToManage(call).ProtocolMappers;

    public void Demand(AdminCall call, ProtocolMapper mapper)
    {
        if (mapper.Mapper == PairwiseRule.Mapper && PairwiseRule.Refuse(ClientLookup.ToManage(call), mapper) is { } refusal)
        {
            throw new AdminRefusalException(AdminResult.Error(400, refusal.Error, refusal.Description));
        }
    }

    public Task<WriteResult> ChangeAsync(AdminCall call, Func<IReadOnlyList<ProtocolMapper>, IReadOnlyList<ProtocolMapper>> change, AdminEvent? reported) =>
        records.ChangeAsync<IClientGrain, ClientState>(
            call.Realm.Id, call.Route("client"), client => client with { ProtocolMappers = change(client.ProtocolMappers) }, reported);
}
