using Identity.Gateway;
using Identity.Grains;
using Identity.Grains.Background;
using Identity.Silo.Clock;
using Identity.Silo.Cluster;
using Identity.Silo.Configuration;
using Identity.Silo.Lifetime;
using Identity.Silo.RealmFiles;
using Identity.Silo.Storage;

namespace Identity.Silo.Composition;

/// <summary>The product itself: storage, grains, gateway, and what they need done at start.</summary>
internal static class IdentityRegistration
{
    /// <summary>What servers and offline commands have in common.</summary>
    public static void AddIdentity(this IHostApplicationBuilder builder, ServerOptions options, string connectionString)
    {
        var services = builder.Services;
        services.AddPostgresStorage(connectionString);
        services.AddIdentityGrains();
        services.AddSingleton<RealmFileImport>();
        services.AddSingleton<RealmFileExport>();
        services.AddSingleton<MigrationStep>();
        builder.AddGrainHost(options);
    }

    /// <summary>What a server does before it is ready, and what it answers.</summary>
    public static void AddIdentityServer(this IServiceCollection services)
    {
        services.AddSingleton<MasterUsers>();
        services.AddSingleton<IStartupStep>(provider => provider.GetRequiredService<MigrationStep>());
        services.AddSingleton<ClockUpkeep>();
        services.AddSingleton<IStartupStep>(provider => provider.GetRequiredService<ClockUpkeep>());
        services.AddBackgroundWork<ClockUpkeep>();
        services.AddSingleton<IStartupStep>(provider => provider.GetRequiredService<SiloStep>());
        services.AddSingleton<IStartupStep, OwnKeysStep>();
        services.AddSingleton<IStartupStep, FirstRealmsStep>();
        services.AddSingleton<IStartupStep, SnapshotStep>();
        services.AddIdentityGateway();
    }
}
