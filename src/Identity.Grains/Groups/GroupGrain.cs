using Identity.Grains.Storage;

namespace Identity.Grains.Groups;

/// <inheritdoc cref="IGroupGrain"/>
internal sealed class GroupGrain([Record] IRecord<GroupState> record) : RecordGrain<GroupState>(record), IGroupGrain;
