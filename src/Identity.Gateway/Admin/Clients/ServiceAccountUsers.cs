using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Clients;

/// <summary>Keeps the users that stand for clients in step with their clients. Each step may be repeated.</summary>
internal sealed class ServiceAccountUsers(AdminRecords records, IGrainFactory grains, IUserDirectory directory, TimeProvider time)
{
    /// <summary>The id of the client's user, made if it is missing.</summary>
    public async Task<string> EnsureAsync(RealmSnapshot realm, ClientState client)
    {
        if (await FindAsync(realm, client) is { } known)
        {
            return known;
        }

        var user = New(realm, client);
        return await Grain(realm, user.Id).CreateAsync(user) switch
        {
            WriteResult.Saved => user.Id,
            WriteResult.Duplicate => await FindAsync(realm, client) ?? throw Taken(),
            _ => throw new InvalidOperationException("Unknown write result."),
        };
    }

    /// <summary>The client's user as it is made.</summary>
    public UserState New(RealmSnapshot realm, ClientState client) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Username = Username(client),
        CreatedTimestamp = time.GetUtcNow().ToUnixTimeMilliseconds(),
        EmailUnique = !realm.Settings.DuplicateEmailsAllowed,
        RoleIds = realm.Settings.DefaultRoleId is { } role ? [role] : [],
        ServiceAccountClientId = client.Id,
    };

    /// <summary>The id of the client's user; null when it has none.</summary>
    public ValueTask<string?> FindAsync(RealmSnapshot realm, ClientState client) =>
        directory.FindServiceAccountAsync(realm.Id, client.Id, CancellationToken.None);

    /// <summary>Refuses when the name that the client's user would have belongs to somebody else.</summary>
    public async Task DemandFreeAsync(RealmSnapshot realm, ClientState client)
    {
        if (await directory.FindByUsernameAsync(realm.Id, Username(client), CancellationToken.None) is { } holder && holder != await FindAsync(realm, client))
        {
            throw Taken();
        }
    }

    /// <summary>Gives the client's user the name that belongs to the client's.</summary>
    public async Task RenameAsync(RealmSnapshot realm, ClientState client)
    {
        if (await FindAsync(realm, client) is not { } id)
        {
            return;
        }

        var result = await records.ChangeAsync<IUserGrain, UserState>(realm.Id, id, user => user with { Username = Username(client) }, reported: null);
        if (result is WriteResult.Duplicate)
        {
            throw Taken();
        }
    }

    /// <summary>Removes the client's user if it has one.</summary>
    public async Task RemoveAsync(RealmSnapshot realm, ClientState client)
    {
        if (await FindAsync(realm, client) is { } id)
        {
            await Grain(realm, id).DeleteAsync();
        }
    }

    private IUserGrain Grain(RealmSnapshot realm, string id) => grains.Find<IUserGrain>(realm.Id, id);

    private static string Username(ClientState client) => $"service-account-{client.ClientId}".ToLowerInvariant();

    private static AdminRefusalException Taken() => new(AdminResult.Error(409, "conflict", "Duplicate resource error"));
}
