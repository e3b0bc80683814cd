using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Identity.Gateway.Console;

/// <summary>Answers requests for the console's scripts, styles, fonts and pictures. Only what was in the folder when it was first asked for exists: no
/// name that a caller makes up reaches the file system.</summary>
internal sealed class ConsoleFiles(ConsoleFolder folder)
{
    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".woff2"] = "font/woff2",
        [".md"] = "text/markdown; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Lazy<FrozenDictionary<string, ConsoleFile>> _files = new(() => List(folder));

    public async Task AnswerAsync(HttpContext http)
    {
        var response = http.Response;
        var version = (string?)http.Request.RouteValues["version"];
        var name = (string?)http.Request.RouteValues["path"] ?? string.Empty;
        if (version != folder.Version || !_files.Value.TryGetValue(name, out var file))
        {
            response.Headers.CacheControl = "no-store";
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var encoding = AcceptedEncoding.Choose(http.Request, file.Encodings);
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        if (file.Encodings.Count > 0)
        {
            response.Headers.Vary = HeaderNames.AcceptEncoding;
        }

        if (NotModified.Answered(http, $"\"{version}-{encoding ?? "identity"}\""))
        {
            return;
        }

        var content = new FileInfo(file.PathOf(encoding));
        response.ContentType = file.ContentType;
        response.ContentLength = content.Length;
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await response.SendFileAsync(content.FullName, http.RequestAborted);
        }
    }

    private static FrozenDictionary<string, ConsoleFile> List(ConsoleFolder folder)
    {
        var root = Path.Combine(folder.Path, "static");
        var all = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToHashSet(StringComparer.Ordinal);
        return all
            .Where(path => ContentTypes.ContainsKey(Path.GetExtension(path)))
            .Select(path => new ConsoleFile(path, ContentTypes[Path.GetExtension(path)], [.. Forms(path, all)]))
            .ToFrozenDictionary(file => Path.GetRelativePath(root, file.Path).Replace(Path.DirectorySeparatorChar, '/'), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Forms(string path, HashSet<string> all)
    {
        if (all.Contains(path + ".br"))
        {
            yield return "br";
        }

        if (all.Contains(path + ".gz"))
        {
            yield return "gzip";
        }
    }
}
