using System.Security.Cryptography;
using Identity.Grains.Realms;
using Identity.Silo.Configuration;
using Identity.Silo.RealmFiles;
using Npgsql;

namespace Identity.Silo.Lifetime;

/// <summary>Sees to it that the master realm, its first administrator and the realms of the import folder are there.</summary>
/// <remarks>Pods that start together do it one after the other, under a lock of the database; the first does the work.</remarks>
internal sealed partial class FirstRealmsStep(
    NpgsqlDataSource database,
    MasterRealm master,
    MasterUsers masterUsers,
    RealmFileImport files,
    ServerOptions options,
    ILogger<FirstRealmsStep> logger) : IStartupStep
{
    // Any number that no one else takes on this database.
    private const long LockId = 0x1DE9_7117_0000_0002;
    private const int PasswordBytes = 15;

    public string Name => "first realms";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var take = new NpgsqlCommand($"SELECT pg_advisory_lock({LockId})", connection) { CommandTimeout = 0 };
        await take.ExecuteNonQueryAsync(cancellationToken);
        try
        {
            await EnsureMasterAsync(cancellationToken);
            if (options.ImportFolder is { } folder)
            {
                await files.RunAsync(folder, ImportStrategy.IgnoreExisting, cancellationToken);
            }
        }
        finally
        {
            await using var release = new NpgsqlCommand($"SELECT pg_advisory_unlock({LockId})", connection);
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private async Task EnsureMasterAsync(CancellationToken cancellationToken)
    {
        // As in Keycloak: an administrator that was removed is not brought back by the next start.
        if (await masterUsers.AnyAsync(cancellationToken))
        {
            await master.EnsureAsync(null, null, cancellationToken);
            return;
        }

        var password = options.AdminPassword;
        if (password is null && options.Mode == ServerMode.Production && !ParentPipe.IsSupervised)
        {
            // The console of a production server is a log: a password must not be in it.
            LogNoAdministrator(Settings.AdminPassword.Variable);
        }

        var generated = password is null && (options.Mode != ServerMode.Production || ParentPipe.IsSupervised);
        password ??= generated ? Convert.ToBase64String(RandomNumberGenerator.GetBytes(PasswordBytes)) : null;
        await master.EnsureAsync(password is null ? null : options.AdminUsername, password, cancellationToken);
        if (generated)
        {
            await Console.Out.WriteLineAsync($"""

                The realm master has a new administrator. This is shown only once:
                    user name  {options.AdminUsername}
                    password   {password}

                """);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The realm master has no administrator: set {Variable} for one start")]
    private partial void LogNoAdministrator(string variable);
}
