using Identity.Grains.Users;

namespace Identity.Grains.Realms;

/// <summary>Hashes a password as the realm's policy says. The credential is not temporary.</summary>
public delegate Task<Credential> HashPassword(RealmState realm, string password, CancellationToken cancellationToken);
