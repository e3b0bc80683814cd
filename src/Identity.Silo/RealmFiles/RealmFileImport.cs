using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;

namespace Identity.Silo.RealmFiles;

/// <summary>Imports all realms of a file or folder.</summary>
internal sealed partial class RealmFileImport(RealmImport import, RealmBarrier barrier, ILogger<RealmFileImport> logger)
{
    /// <summary>Imports one realm after the other. Throws <see cref="RealmFileException"/> that names the file.</summary>
    public async Task RunAsync(string path, ImportStrategy strategy, CancellationToken cancellationToken)
    {
        foreach (var (file, realm) in RealmFolder.Read(path))
        {
            try
            {
                var report = await import.ImportAsync(realm, strategy, cancellationToken);
                if (report.Skipped)
                {
                    LogSkipped(report.Realm);
                }
                else
                {
                    await barrier.PassAsync(report.Realm);
                }
            }
            catch (RealmFileException exception)
            {
                throw exception.In(file);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm} exists already; it is left as it is")]
    private partial void LogSkipped(string realm);
}
