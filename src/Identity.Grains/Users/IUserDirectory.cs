namespace Identity.Grains.Users;

/// <summary>Finds users. What is unique finds ids: the user's grain decides the rest. Searches answer what is committed.</summary>
public interface IUserDirectory
{
    /// <summary>The id of the user of that name (compared in lower case); null when there is none.</summary>
    ValueTask<string?> FindByUsernameAsync(string realmId, string username, CancellationToken cancellationToken);

    /// <summary>The id of the one user with that email (compared in lower case); null when there is none or more than one.</summary>
    ValueTask<string?> FindByEmailAsync(string realmId, string email, CancellationToken cancellationToken);

    /// <summary>The id of the user that is the service account of the client with that Id; null when there is none.</summary>
    ValueTask<string?> FindServiceAccountAsync(string realmId, string clientId, CancellationToken cancellationToken);

    /// <summary>The users that are the service accounts of the clients with those Ids, without secrets; of clients that have none nothing.</summary>
    /// <exception cref="Storage.UnreadableRecordException">One of them cannot be read: what it may do is not known.</exception>
    Task<IReadOnlyList<UserState>> ListServiceAccountsAsync(string realmId, IReadOnlyList<string> clientIds, CancellationToken cancellationToken);

    /// <summary>The ids of all users of a realm, in order of id.</summary>
    IAsyncEnumerable<string> ListAsync(string realmId, CancellationToken cancellationToken);

    /// <summary>The ids of all users of a realm against whom wrong passwords are counted, in order of id.</summary>
    IAsyncEnumerable<string> ListFailedAsync(string realmId, CancellationToken cancellationToken);

    /// <summary>The users that meet every condition of the search, in order of username, one page of them. Their credentials tell id, kind,
    /// label and date only: nothing of a secret leaves the directory, and what it answers must not be written back. A user whose record
    /// cannot be read is among them (<see cref="UserState.IsUnreadable"/>).</summary>
    Task<IReadOnlyList<UserState>> SearchAsync(UserSearch search, CancellationToken cancellationToken);

    /// <summary>How many users meet every condition of the search, whatever its page.</summary>
    Task<long> CountAsync(UserSearch search, CancellationToken cancellationToken);
}
