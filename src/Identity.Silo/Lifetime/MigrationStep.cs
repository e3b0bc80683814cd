using Identity.Silo.Storage;
using Npgsql;

namespace Identity.Silo.Lifetime;

/// <summary>Brings the database to this release's schema.</summary>
internal sealed class MigrationStep(NpgsqlDataSource database, ILogger<MigrationStep> logger) : IStartupStep
{
    public string Name => "database schema";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await DatabaseMigrations.RunAsync(database, logger, cancellationToken);
        await RowChecks.RunAsync(database, logger, cancellationToken);
    }
}
