namespace Identity.Gateway.Console;

/// <summary>One file of the console.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="Encodings">The forms in which it lies there too (<c>br</c>, <c>gzip</c>), the smallest first.</param>
internal sealed record ConsoleFile(string Path, string ContentType, IReadOnlyList<string> Encodings)
{
    /// <summary>Where the form is; null means the file itself.</summary>
    public string PathOf(string? encoding) => encoding switch
    {
        "br" => Path + ".br",
        "gzip" => Path + ".gz",
        _ => Path,
    };
}
