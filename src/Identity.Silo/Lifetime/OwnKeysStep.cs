using Identity.Grains.Keys;
using Npgsql;

namespace Identity.Silo.Lifetime;

/// <summary>Finds out whether an earlier release has signed tokens that are still good.</summary>
internal sealed class OwnKeysStep(NpgsqlDataSource database, UpgradeToOwnKeys upgrade) : IStartupStep
{
    public string Name => "own keys";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT since FROM own_keys LIMIT 1");
        upgrade.Since = (long?)await command.ExecuteScalarAsync(cancellationToken) ?? 0;
    }
}
