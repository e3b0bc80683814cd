using Identity.Gateway.Admin.ClientScopes;
using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Admin.Records;
using Identity.Grains.ClientScopes;
using Identity.Grains.Events;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.ProtocolMappers;

/// <summary>The mappers of a client scope.</summary>
internal sealed class ClientScopeMappers(AdminRecords records) : IMapperOwner
{
    public string Path => "/client-scopes/{scope}";

    public string Name => "client scope";

    public IReadOnlyList<ProtocolMapper> ToView(AdminCall call) => ClientScopeLookup.ToView(call).ProtocolMappers;

    public IReadOnlyList<ProtocolMapper> ToManage(AdminCall call) => ClientScopeLookup.ToManage(call).ProtocolMappers;

    // A scope has no redirect URIs, from which the sector of a pairwise subject could come.
    public void Demand(AdminCall call, ProtocolMapper mapper)
    {
        if (mapper.Mapper == PairwiseRule.Mapper && mapper.Config.GetValueOrDefault(PairwiseRule.SectorSetting) is { Length: > 0 } sector
            && !(Uri.TryCreate(sector, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            throw new AdminRefusalException(AdminResult.Error(400, "Invalid Sector Identifier URI.", "Malformed Sector Identifier URI."));
        }
    }

    public Task<WriteResult> ChangeAsync(AdminCall call, Func<IReadOnlyList<ProtocolMapper>, IReadOnlyList<ProtocolMapper>> change, AdminEvent? reported) =>
        records.ChangeAsync<IClientScopeGrain, ClientScopeState>(
            call.Realm.Id, call.Route("scope"), scope => scope with { ProtocolMappers = change(scope.ProtocolMappers) }, reported);
}
