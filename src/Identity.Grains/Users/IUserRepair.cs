using Identity.Grains.Events;

namespace Identity.Grains.Users;

/// <summary>Gets at users whose record cannot be read.</summary>
public interface IUserRepair
{
    /// <summary>Removes the user with all sessions, and stores the event in the same commit. False when there is none, or the record can be read
    /// by now: then it is its grain's to remove.</summary>
    Task<bool> RemoveAsync(string realmId, string userId, AdminEvent? reported);
}
