using Identity.Grains.ClientScopes;
using Identity.Grains.Events;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.ProtocolMappers;

/// <summary>A kind of record that has protocol mappers.</summary>
internal interface IMapperOwner
{
    /// <summary>The path of one record below the realm, with its parameter.</summary>
    string Path { get; }

    /// <summary>What the record is called in summaries.</summary>
    string Name { get; }

    /// <summary>The mappers of the record that the path names, for an administrator who may view it.</summary>
    IReadOnlyList<ProtocolMapper> ToView(AdminCall call);

    /// <summary>The same for an administrator who may change it.</summary>
    IReadOnlyList<ProtocolMapper> ToManage(AdminCall call);

    /// <summary>Refuses a mapper that the record cannot have.</summary>
    void Demand(AdminCall call, ProtocolMapper mapper);

    /// <summary>Replaces the mappers by what the function makes of them; it may be called several times.</summary>
    Task<WriteResult> ChangeAsync(AdminCall call, Func<IReadOnlyList<ProtocolMapper>, IReadOnlyList<ProtocolMapper>> change, AdminEvent? reported);
}
