namespace Identity.Grains.Realms;

/// <summary>A realm file cannot be read: says which file, where in it, and what is wrong.</summary>
public sealed class RealmFileException : Exception
{
    /// <summary>Takes a place, for example clients[3].redirectUris, and what is wrong there.</summary>
    public RealmFileException(string path, string problem, Exception? innerException = null)
        : this(file: null, path, problem, innerException)
    {
    }

    private RealmFileException(string? file, string path, string problem, Exception? innerException)
        : base($"{file ?? "Realm file"}, at {(path.Length == 0 ? "the top" : path)}: {problem}", innerException)
    {
        Path = path;
        Problem = problem;
    }

    /// <summary>Where in the file.</summary>
    public string Path { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>The same with the file's name.</summary>
    public RealmFileException In(string file) => new(file, Path, Problem, InnerException);
}
