using Identity.Grains.Background;
using Identity.Grains.Keys;
using Identity.Grains.Operations;
using Identity.Grains.Passwords;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Sealing;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Realms;

/// <summary>Registers realms: snapshots, keys, realm files, creation.</summary>
public static class RealmsRegistration
{
    /// <summary>Adds the capability. Needs <see cref="IRealmSource"/>, <see cref="IRealmStore"/>, <see cref="ISnapshotLeases"/>, <see cref="IUserDirectory"/>, <see cref="Sealer"/>,
    /// <see cref="TimeProvider"/>, <see cref="PasswordHashing"/> and the grain factory.</summary>
    public static IServiceCollection AddRealms(this IServiceCollection services)
    {
        services.AddSingleton<RealmSnapshots>();
        services.AddSingleton<RealmBarrier>();
        services.AddSingleton<RealmSnapshotUpkeep>();
        services.AddHostedService(provider => provider.GetRequiredService<RealmSnapshotUpkeep>());
        services.AddBackgroundWork<RealmSnapshotUpkeep>();
        services.AddSingleton<UnreadableRecords>();
        services.AddSingleton<UpgradeToOwnKeys>();
        services.AddSingleton<RealmKeysReader>();
        services.AddSingleton<RealmKeyGenerator>();
        services.AddSingleton<KeyTurns>();
        services.AddSingleton<RealmKeyUpkeep>();
        services.AddSingleton<RealmKeyComponents>();
        services.AddSingleton(provider => new RealmKeyAdministration(provider.GetRequiredService<RealmKeyComponents>(), provider.GetRequiredService<RealmKeyGenerator>()));
        services.AddSingleton<ImportedKeys>();
        services.AddSingleton<RealmRecordsWriter>();
        services.AddSingleton<ManagedRealms>();
        services.AddSingleton<MasterRealm>();
        services.AddSingleton(provider => new RealmImport(
            provider.GetRequiredService<RealmRecordsWriter>(),
            provider.GetRequiredService<IRealmStore>(),
            provider.GetRequiredService<IRealmSource>(),
            provider.GetRequiredService<RealmKeyComponents>(),
            provider.GetRequiredService<ImportedKeys>(),
            provider.GetRequiredService<KeyTurns>(),
            provider.GetRequiredService<PasswordHashing>(),
            provider.GetRequiredService<ManagedRealms>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RealmImport>>()));
        services.AddSingleton(provider => new RealmCreation(
            provider.GetRequiredService<RealmImport>(),
            provider.GetRequiredService<IOperations>(),
            provider.GetRequiredService<RealmSnapshots>(),
            provider.GetRequiredService<IRealmSource>()));
        services.AddSingleton(provider => new RealmPart(provider.GetRequiredService<RealmKeyComponents>()));
        services.AddSingleton(provider => new RealmExport(
            provider.GetRequiredService<IRealmSource>(),
            provider.GetRequiredService<IUserDirectory>(),
            provider.GetRequiredService<IRecordStore>(),
            provider.GetRequiredService<RealmKeyComponents>()));
        return services;
    }
}
