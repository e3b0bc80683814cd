namespace Identity.Gateway.Console;

/// <summary>The built admin console: <c>version</c>, <c>static/</c> and <c>messages/</c>, as src/Identity.Console builds them.</summary>
internal sealed class ConsoleFolder
{
    /// <param name="path">Where it is.</param>
    public ConsoleFolder(string path)
    {
        Path = path;
        var version = System.IO.Path.Combine(path, "version");
        Version = File.Exists(version) ? File.ReadAllText(version).Trim() : null;
    }

    /// <summary>The console beside the executable.</summary>
    public static ConsoleFolder BesideExecutable() => new(System.IO.Path.Combine(AppContext.BaseDirectory, "console"));

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The hash of everything in <c>static/</c>; null when the server was built without the console.</summary>
    public string? Version { get; }
}
