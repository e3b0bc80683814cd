using Identity.Grains.Storage;

namespace Identity.Grains.Roles;

/// <inheritdoc cref="IRoleGrain"/>
internal sealed class RoleGrain([Record] IRecord<RoleState> record) : RecordGrain<RoleState>(record), IRoleGrain;
