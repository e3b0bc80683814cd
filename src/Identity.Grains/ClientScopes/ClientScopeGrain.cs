using Identity.Grains.Storage;

namespace Identity.Grains.ClientScopes;

/// <inheritdoc cref="IClientScopeGrain"/>
internal sealed class ClientScopeGrain([Record] IRecord<ClientScopeState> record) : RecordGrain<ClientScopeState>(record), IClientScopeGrain;
