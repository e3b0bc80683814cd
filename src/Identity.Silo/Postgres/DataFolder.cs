using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Identity.Silo.Postgres;

/// <summary>The data folder of a private PostgreSQL, held by this process alone until it is disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string OtherPlace = "/var/lib/identity";
    private const int LongestSocketFolder = 90;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        FullPath = path;
        _lock = held;
    }

    /// <summary>The absolute path; it may be a link.</summary>
    public string FullPath { get; }

    /// <summary>The path that the server uses: where the link leads, as the server's user may not be able to follow it.</summary>
    public string ServerPath =>
        new DirectoryInfo(FullPath).LinkTarget is { } link ? Path.GetFullPath(link, Path.GetDirectoryName(FullPath)!) : FullPath;

    /// <summary>Where the server's socket is: in the data folder, which only its user can enter, unless the path is too long for a socket.</summary>
    public string SocketFolder { get; private set; } = "";

    /// <summary>A name that all processes of the server carry in their titles.</summary>
    public string ServerName => $"identity-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FullPath)))[..12]}";

    /// <summary>The file in which the server tells its process and status.</summary>
    public string PidFile => Path.Combine(ServerPath, "postmaster.pid");

    /// <summary>Takes hold of the folder. Fails when another process has it.</summary>
    public static DataFolder Hold(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            return new DataFolder(full, new FileStream(full + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException(
                $"The data folder {full} is in use by another process or not writable: {exception.Message} Stop that process or choose another folder.",
                exception);
        }
    }

    /// <summary>Makes and initialises the folder where it is missing. Says whether it did.</summary>
    public async Task<bool> PrepareAsync(ServerAccount account, string? binariesFolder, CancellationToken cancellationToken)
    {
        await PlaceAsync(account, cancellationToken);
        var fresh = ReadVersion() is null;
        if (fresh)
        {
            var binaries = await PostgresBinaries.FindAsync(binariesFolder, null, cancellationToken);
            await InitialiseAsync(account, binaries, cancellationToken);
        }

        SocketFolder = ServerPath;
        if (SocketFolder.Length > LongestSocketFolder)
        {
            SocketFolder = Directory.CreateTempSubdirectory("identity-").FullName;
            await account.CreateFolderAsync(SocketFolder, cancellationToken);
        }

        return fresh;
    }

    /// <summary>The major version that wrote the folder; null when it is not initialised.</summary>
    public int? ReadVersion()
    {
        var file = Path.Combine(FullPath, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The living server process that the folder names; null when there is none.</summary>
    public int? ReadPidFile() =>
        File.Exists(PidFile)
        && int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var processId)
        && ServerProcesses.Find(ServerName).Contains(processId)
            ? processId
            : null;

    /// <summary>Removes the process file of a server of which nothing is left. PostgreSQL itself would take any process that has the
    /// id by now for that server.</summary>
    public void RemoveStalePidFile()
    {
        if (File.Exists(PidFile) && ServerProcesses.Find(ServerName).Count == 0)
        {
            File.Delete(PidFile);
        }
    }

    public void Dispose()
    {
        if (SocketFolder.Length > 0 && SocketFolder != ServerPath)
        {
            Directory.Delete(SocketFolder, recursive: true);
        }

        _lock.Dispose();
    }

    private async Task PlaceAsync(ServerAccount account, CancellationToken cancellationToken)
    {
        var parent = Path.GetDirectoryName(ServerPath)!;
        if (await account.CanEnterAsync(parent, cancellationToken))
        {
            return;
        }

        if (Directory.Exists(FullPath))
        {
            throw new PrivatePostgresException(
                $"The user postgres, who runs the database server for root, cannot enter {parent}. Move the data folder, or allow it with chmod o+x on each folder of that path.");
        }

        // A home of root is closed to others: the data goes to a fresh folder elsewhere, and a link says where.
        Directory.CreateDirectory(OtherPlace);
        var place = Path.Combine(OtherPlace, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        await account.CreateFolderAsync(place, cancellationToken);
        Directory.CreateSymbolicLink(FullPath, place);
    }

    private async Task InitialiseAsync(ServerAccount account, PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        var target = ServerPath;
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new PrivatePostgresException($"The folder {FullPath} is not empty and holds no PostgreSQL data. Choose another folder.");
        }

        // Made aside and renamed when complete: an initialisation that was cut off leaves no half of a database.
        var unfinished = target + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        await account.CreateFolderAsync(unfinished, cancellationToken);
        var result = await ShortProcess.RunAsync(
            account.Command(
                binaries.Initdb, "-D", unfinished, "-U", PrivatePostgres.User, "--encoding=UTF8", "--locale=C",
                "--auth-local=trust", "--auth-host=reject", "--data-checksums", "--no-instructions"),
            cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new PrivatePostgresException($"initdb failed in {unfinished}: {result.Output.Trim()}");
        }

        if (Directory.Exists(target))
        {
            Directory.Delete(target);
        }

        Directory.Move(unfinished, target);
    }
}
