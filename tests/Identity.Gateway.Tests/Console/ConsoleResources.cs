using System.IO.Compression;
using System.Net;
using System.Text;
using Identity.Gateway.Tests.Hosting;

namespace Identity.Gateway.Tests.Console;

public sealed class ConsoleResources(GatewayHost host) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private string Files => $"{host.BaseUrl}/resources/{TestConsole.Version}/admin/console";

    [Theory]
    [InlineData(null, "")]
    [InlineData("identity", "")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("gzip;q=0, br;q=0", "")]
    [InlineData("*", "br")]
    [InlineData("what is this;;", "")]
    public async Task Come_in_the_smallest_form_that_the_browser_reads(string? accepted, string encoding)
    {
        var answer = await GetAsync("main.js", ("Accept-Encoding", accepted));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(encoding, string.Join(' ', answer.Content.Headers.ContentEncoding));
        Assert.Equal(TestConsole.Script, Decode(await answer.Content.ReadAsByteArrayAsync(), encoding));
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.ToString());
        Assert.Equal("text/javascript; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("main.js", "text/javascript; charset=utf-8")]
    [InlineData("chunks/page-1.js", "text/javascript; charset=utf-8")]
    [InlineData("logo.svg", "image/svg+xml")]
    [InlineData("assets/text.woff2", "font/woff2")]
    public async Task Are_kept_for_a_year(string name, string contentType)
    {
        var answer = await GetAsync(name);

        Assert.Equal(contentType, answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Are_not_sent_again_to_a_browser_that_has_them()
    {
        var first = await GetAsync("main.js", ("Accept-Encoding", "gzip"));
        var again = await GetAsync("main.js", ("Accept-Encoding", "gzip"), ("If-None-Match", $"\"x\", W/{first.Headers.ETag}"));
        var otherForm = await GetAsync("main.js", ("Accept-Encoding", "br"), ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (again.StatusCode, otherForm.StatusCode));
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Tell_their_length_to_who_asks_for_the_head()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"{Files}/main.js");

        var answer = await _http.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, (long)TestConsole.Script.Length), (answer.StatusCode, answer.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing.js")]
    [InlineData("MAIN.JS")]
    [InlineData("main.js.gz")]
    [InlineData("main.js.br")]
    [InlineData("notes.txt")]
    [InlineData("../version")]
    [InlineData("%2e%2e/version")]
    [InlineData("..%2fversion")]
    [InlineData("%2e%2e%2fmessages/en.json")]
    [InlineData("chunks/..%5c..%5cversion")]
    [InlineData("chunks%2f..%2f..%2fversion")]
    [InlineData("%2fetc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("main.js%00.svg")]
    public async Task Are_only_what_the_build_made(string path)
    {
        var address = new Uri(Files);

        var status = await RawRequest.SendAsync(host.BaseUrl, $"GET {address.AbsolutePath}/{path} HTTP/1.1\nHost: {address.Authority}\nConnection: close");

        Assert.Matches("^HTTP/1.1 40[04] ", status);
    }

    [Fact]
    public async Task Of_another_version_are_not_there_and_nobody_remembers_that()
    {
        var answer = await _http.GetAsync(new Uri($"{host.BaseUrl}/resources/fedcba9876543210/admin/console/main.js"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> GetAsync(string name, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Files}/{name}");
        foreach (var (header, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return await _http.SendAsync(request);
    }

    private static string Decode(byte[] body, string encoding)
    {
        using var bytes = new MemoryStream(body);
        using Stream plain = encoding switch
        {
            "gzip" => new GZipStream(bytes, CompressionMode.Decompress),
            "br" => new BrotliStream(bytes, CompressionMode.Decompress),
            _ => bytes,
        };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
