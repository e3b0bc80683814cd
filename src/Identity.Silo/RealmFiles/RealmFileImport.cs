using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Storage;

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
            catch (UnreadableRecordException exception) when (strategy == ImportStrategy.IgnoreExisting)
            {
                // It exists: the next file's realm does not suffer from it.
                LogUnreadable(file, exception.Message);
            }
            catch (RealmFileException exception)
            {
                throw exception.In(file);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The realm of {File} exists already and is left as it is, which cannot be read: {Problem}")]
    private partial void LogUnreadable(string file, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm} exists already; it is left as it is")]
    private partial void LogSkipped(string realm);
}
