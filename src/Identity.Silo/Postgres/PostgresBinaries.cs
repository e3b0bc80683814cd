using System.Globalization;
using System.Text.RegularExpressions;

namespace Identity.Silo.Postgres;

/// <summary>The PostgreSQL programs of this machine.</summary>
internal sealed partial record PostgresBinaries(string Folder, int MajorVersion)
{
    private const int OldestVersion = 15;
    private const string DebianFolder = "/usr/lib/postgresql";

    public string Postgres => Path.Combine(Folder, "postgres");

    public string Initdb => Path.Combine(Folder, "initdb");

    /// <summary>The newest binaries found, or those that can read a data folder of the given version.</summary>
    public static async Task<PostgresBinaries> FindAsync(string? folder, int? dataVersion, CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var candidate in folder is null ? Candidates() : [folder])
        {
            if (IsComplete(candidate) && await ReadVersionAsync(candidate, cancellationToken) is { } version)
            {
                found.Add(new PostgresBinaries(candidate, version));
            }
        }

        return Choose(found, dataVersion)
            ?? throw new PrivatePostgresException(Missing(folder, dataVersion, found));
    }

    /// <summary>The newest that is new enough and, for an existing data folder, of its version.</summary>
    internal static PostgresBinaries? Choose(IEnumerable<PostgresBinaries> found, int? dataVersion) =>
        found.Where(binaries => dataVersion is null ? binaries.MajorVersion >= OldestVersion : binaries.MajorVersion == dataVersion)
            .MaxBy(binaries => binaries.MajorVersion);

    private static IEnumerable<string> Candidates()
    {
        var debian = Directory.Exists(DebianFolder)
            ? Directory.EnumerateDirectories(DebianFolder).Select(version => Path.Combine(version, "bin"))
            : [];
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return debian.Concat(path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal);
    }

    private static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"));

    private static async Task<int?> ReadVersionAsync(string folder, CancellationToken cancellationToken)
    {
        // Debian's folders are named after the version: no need to ask each program.
        var parent = Path.GetFileName(Path.GetDirectoryName(folder));
        if (folder.StartsWith(DebianFolder, StringComparison.Ordinal) && int.TryParse(parent, CultureInfo.InvariantCulture, out var named))
        {
            return named;
        }

        var result = await ShortProcess.RunAsync([Path.Combine(folder, "postgres"), "--version"], cancellationToken);
        var match = VersionText().Match(result.Output);
        return result.ExitCode == 0 && match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static string Missing(string? folder, int? dataVersion, List<PostgresBinaries> found)
    {
        var wanted = dataVersion is null ? $"PostgreSQL {OldestVersion} or later" : $"PostgreSQL {dataVersion}, which wrote the data folder,";
        var searched = folder ?? $"{DebianFolder}/*/bin and PATH";
        var seen = found.Count == 0 ? "" : $" Found only: {string.Join(", ", found.Select(binaries => binaries.MajorVersion))}.";
        return $"{wanted} was not found in {searched}.{seen} Install it (Debian: apt-get install postgresql) or name a database server instead.";
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionText();
}
