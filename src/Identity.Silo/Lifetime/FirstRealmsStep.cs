using System.Security.Cryptography;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Silo.Configuration;
using Identity.Silo.Logs;
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
    IRealmStore store,
    ServerOptions options,
    ILogger<FirstRealmsStep> logger) : IStartupStep
{
    // Any number that no one else takes on this database.
    private const long LockId = 0x1DE9_7117_0000_0003;
    private const int PasswordBytes = 15;

    private string? _made;

    public string Name => "first realms";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var take = new NpgsqlCommand($"SELECT pg_advisory_lock({LockId})", connection) { CommandTimeout = 0 };
        await take.ExecuteNonQueryAsync(cancellationToken);
        try
        {
            if (await store.RemoveUnfinishedAsync(cancellationToken) is > 0 and var count)
            {
                LogUnfinished(count);
            }

            await EnsureReadableMasterAsync(cancellationToken);
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

    // The other realms are served without their administrators' realm.
    private async Task EnsureReadableMasterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureMasterAsync(cancellationToken);
        }
        catch (UnreadableRecordException exception)
        {
            LogUnreadableMaster(exception.Message);
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

        var password = options.AdminPassword ?? await MakePasswordAsync();
        await master.EnsureAsync(password is null ? null : options.AdminUsername, password, cancellationToken);
    }

    /// <summary>Null where nobody would see it.</summary>
    private async Task<string?> MakePasswordAsync()
    {
        if (options.Mode == ServerMode.Production && !ParentPipe.IsSupervised)
        {
            // The console of a production server is a log: a password must not be in it.
            LogNoAdministrator(Settings.AdminPassword.Variable);
            return null;
        }

        if (_made is null)
        {
            _made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(PasswordBytes));

            // Shown before it counts: nobody is locked out by a process that dies in between, because the next start makes another.
            await Console.Out.WriteLineAsync($"""

                The realm master gets its first administrator. This is shown only once:
                    user name  {PrintableText.Line(options.AdminUsername)}
                    password   {_made}

                """);
        }

        return _made;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} realms whose import was cut off have been removed")]
    private partial void LogUnfinished(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The realm master is not served, nobody can administer: {Problem}")]
    private partial void LogUnreadableMaster(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The realm master has no administrator: set {Variable} for one start")]
    private partial void LogNoAdministrator(string variable);
}
