using Identity.Grains.Background;
using Identity.Grains.Events;
using Identity.Grains.Operations;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Silo.Operations;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Registers everything that is kept in PostgreSQL.</summary>
internal static class StorageRegistration
{
    /// <summary>Adds the grain storage, look-ups and upkeep on the given database. Its schema must be made current before the host starts:
    /// <see cref="DatabaseMigrations.RunAsync"/> with the registered <see cref="NpgsqlDataSource"/>.</summary>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new PostgresDatabase(connectionString));
        services.AddSingleton(provider => provider.GetRequiredService<PostgresDatabase>().Pool);
        services.AddSingleton<IRecordStore, PostgresRecordStore>();
        services.AddSingleton<IRecordWrites, PostgresRecordWrites>();
        services.AddSingleton<IRealmStore, PostgresRealmStore>();
        services.AddSingleton<RealmAnnouncements>();
        services.TryAddSingleton<UnreadableRecords>();
        services.AddSingleton<RecordReader>();
        services.AddSingleton<IRealmSource, PostgresRealmSource>();
        services.AddSingleton<IRealmRepair, PostgresRealmRepair>();
        services.AddSingleton<ISnapshotLeases, PostgresSnapshotLeases>();
        services.AddSingleton<IUserDirectory, PostgresUserDirectory>();
        services.AddSingleton<IUserRepair, PostgresUserRepair>();
        services.AddSingleton<ISessionIndex, PostgresSessionIndex>();
        services.AddSingleton<OldRealmChanges>();
        services.AddSingleton<OldGrants>();
        services.AddSingleton<IEventStore, PostgresEventStore>();
        services.AddBackgroundWork<ExpiredRowRemover>();
        services.AddSingleton<OperationMetrics>();
        services.AddSingleton<OperationBatches>();
        services.AddSingleton<IOperations, PostgresOperations>();
        services.AddBackgroundWork<OperationRunner>();
        return services;
    }
}
