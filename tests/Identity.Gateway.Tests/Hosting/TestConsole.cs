using System.IO.Compression;
using System.Text;

namespace Identity.Gateway.Tests.Hosting;

/// <summary>A small console in a folder, laid out as the built one.</summary>
internal sealed class TestConsole : IDisposable
{
    public const string Version = "0123456789abcdef";

    public const string Script = "console.log('hello, hello, hello, hello');";

    public TestConsole()
    {
        Path = Directory.CreateTempSubdirectory("identity-console-").FullName;
        Write("version", Version + "\n");
        Write("static/main.js", Script);
        Write("static/chunks/page-1.js", "export {};");
        Write("static/logo.svg", "<svg/>");
        Write("static/assets/text.woff2", "font");
        Write("static/notes.txt", "no part of a console");
        Compress("static/main.js", "gz", file => new GZipStream(file, CompressionLevel.Optimal));
        Compress("static/main.js", "br", file => new BrotliStream(file, CompressionLevel.Optimal));
        Compress("static/logo.svg", "gz", file => new GZipStream(file, CompressionLevel.Optimal));
        Write("messages/en.json", """[{"key":"cancel","value":"Cancel"},{"key":"close","value":"Close"}]""");
        Write("messages/de.json", """[{"key":"cancel","value":"Abbrechen"}]""");
        Write("messages/fr.json", """[{"key":"cancel","value":"Annuler"}]""");
        Write("messages/zh-Hans.json", """[{"key":"cancel","value":"取消"}]""");
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private void Write(string name, string content)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    private void Compress(string name, string extension, Func<Stream, Stream> encode)
    {
        using var file = File.Create(System.IO.Path.Combine(Path, $"{name}.{extension}"));
        using var encoded = encode(file);
        encoded.Write(Encoding.UTF8.GetBytes(File.ReadAllText(System.IO.Path.Combine(Path, name))));
    }
}
