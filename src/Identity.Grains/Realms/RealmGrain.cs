using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <inheritdoc cref="IRealmGrain"/>
internal sealed class RealmGrain([Record(StateNames.Realm)] IRecord<RealmState> record) : RecordGrain<RealmState>(record), IRealmGrain;
