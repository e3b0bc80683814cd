namespace Identity.Grains.Realms;

/// <summary>Gets at realms whose own record cannot be read.</summary>
public interface IRealmRepair
{
    /// <summary>What can still be read of the realm of that name (<see cref="RealmSalvage"/>); null when there is none.</summary>
    Task<RealmState?> SalvageAsync(string realmName, CancellationToken cancellationToken);

    /// <summary>Stores of the realm what can still be read, so that it is served again. Nothing happens to a realm that has changed meanwhile.</summary>
    Task MendAsync(string realmName);
}
