using Identity.Grains.Storage;

namespace Identity.Grains.Clients;

/// <inheritdoc cref="IClientGrain"/>
internal sealed class ClientGrain([Record] IRecord<ClientState> record) : RecordGrain<ClientState>(record), IClientGrain;
