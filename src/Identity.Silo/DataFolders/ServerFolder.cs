using System.Globalization;
using System.Security.Cryptography;
using Identity.Silo.Configuration;

namespace Identity.Silo.DataFolders;

/// <summary>The data folder of start-dev and cluster, held by one process until it is disposed.</summary>
internal sealed class ServerFolder : IDisposable
{
    private const string SealKeyFile = "seal.key";

    private readonly FileStream _lock;

    private ServerFolder(string path, FileStream held)
    {
        FullPath = path;
        _lock = held;
    }

    public string FullPath { get; }

    /// <summary>Where the private PostgreSQL keeps its data.</summary>
    public string Postgres => PostgresOf(FullPath);

    /// <summary>Where the pods of a cluster are listed.</summary>
    public string ClusterFile => Path.Combine(FullPath, "cluster.json");

    public static string PostgresOf(string folder) => Path.Combine(folder, "postgres");

    /// <summary>Takes hold of the folder, making it where it is missing. Throws <see cref="DataFolderException"/> when another
    /// process has it or it cannot be used.</summary>
    public static ServerFolder Hold(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var pidFile = Path.Combine(full, "server.pid");
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {full} cannot be made: {exception.Message}", exception);
        }

        try
        {
            var held = new FileStream(Path.Combine(full, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new ServerFolder(full, held);
        }
        catch (IOException exception)
        {
            var holder = File.Exists(pidFile) ? $" (process {File.ReadAllText(pidFile)})" : "";
            throw new DataFolderException($"The data folder {full} is in use by another server{holder}. Stop that one, or choose another folder with --data.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DataFolderException($"The data folder {full} is not writable: {exception.Message}", exception);
        }
    }

    /// <summary>Another process has the folder now.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var held = Hold(path);
            return false;
        }
        catch (DataFolderException)
        {
            return true;
        }
    }

    /// <summary>The folder has keys already.</summary>
    public static bool HasSealKeys(string folder) => File.Exists(Path.Combine(folder, SealKeyFile));

    /// <summary>The folder's keys, made at the first call. The file is the user's alone to read.</summary>
    public static IReadOnlyList<byte[]> ReadOrMakeSealKeys(string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, SealKeyFile);
        if (!File.Exists(file))
        {
            // Written aside and renamed: a start that was cut off leaves no empty key file.
            var unfinished = file + ".new";
            File.Delete(unfinished);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(unfinished, options))
            {
                writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SealKeyReader.KeySize)));
            }

            File.Move(unfinished, file);
        }

        return SealKeyReader.TryParse(File.ReadAllText(file)) is { Count: > 0 } keys
            ? keys
            : throw new DataFolderException($"{file} holds something else than keys of 32 bytes in base64.", null);
    }

    public void Dispose() => _lock.Dispose();
}
