using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <inheritdoc cref="IRealmGrain"/>
internal sealed class RealmGrain([Record] IRecord<RealmState> record) : RecordGrain<RealmState>(record), IRealmGrain;
