using Identity.Grains.Storage;

namespace Identity.Grains.Tokens;

/// <summary>What serves once and is used up by the commit of a new record: both are there afterwards, or neither. Where it is used up
/// already the insert is refused as one that met another writer's record, whatever has become of that record since.</summary>
/// <param name="Key">Of <see cref="RevokedTokenKey"/>, in the record's realm.</param>
/// <param name="ExpiresAt">Unix seconds; until then it is remembered.</param>
public sealed record SingleUse(EntityKey Key, long ExpiresAt);
