namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>The parts of a partial import, in the order in which they refer to each other.</summary>
internal sealed class ImportedParts(ImportedClients clients, ImportedRoles roles, ImportedGroups groups, ImportedUsers users)
{
    /// <summary>Adds all of them to the plan; refuses what the administrator may not do. Nothing of what was asked for is written.</summary>
    public async Task AddAsync(ImportPlan plan)
    {
        await clients.AddAsync(plan);
        await roles.AddAsync(plan);
        await groups.AddAsync(plan);
        await users.AddAsync(plan);
        await clients.PrepareAsync(plan);
    }

    /// <summary>What comes after the commit.</summary>
    public Task FollowAsync(ImportPlan plan) => clients.FollowAsync(plan);
}
