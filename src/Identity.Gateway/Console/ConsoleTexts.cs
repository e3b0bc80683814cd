using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using Identity.Gateway.Realms;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Identity.Gateway.Console;

/// <summary>Answers with the texts of a theme in a language: the console's own, and what the realm says instead.</summary>
/// <remarks>The console asks for them by its users' languages, and its localization page by all of a realm's. Only the admin theme has texts here; of the
/// others there are those of the realm.</remarks>
internal sealed class ConsoleTexts(ConsoleFolder folder)
{
    private const string AdminTheme = "admin";

    // Some 100 kB each. Callers choose the language.
    private const int MaxKept = 64;

    private static readonly HashSet<string> Themes = [AdminTheme, "login", "account", "email", "welcome", "common"];

    private readonly Lazy<HashSet<string>> _languages = new(() => Languages(folder));
    private readonly ConcurrentDictionary<Request, Answer> _answers = new();

    public async Task AnswerAsync(HttpContext http, RealmContext realm)
    {
        var theme = (string)http.Request.RouteValues["themeType"]!;
        if (!Themes.Contains(theme))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var answer = Find(realm.Realm, theme, (string)http.Request.RouteValues["locale"]!, http.Request.Query["source"] == "true");
        var response = http.Response;
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        var encoding = AcceptedEncoding.Choose(http.Request, ["gzip"]);
        if (NotModified.Answered(http, $"\"{answer.Hash}-{encoding ?? "identity"}\""))
        {
            return;
        }

        response.ContentType = "application/json;charset=UTF-8";
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
            response.ContentLength = answer.Compressed.Length;
        }

        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        await using var compressed = new MemoryStream(answer.Compressed, writable: false);
        await using Stream body = encoding is null ? new GZipStream(compressed, CompressionMode.Decompress) : compressed;
        await body.CopyToAsync(response.Body, http.RequestAborted);
    }

    private Answer Find(RealmSnapshot realm, string theme, string locale, bool withSource)
    {
        string[] spoken = [.. LanguageChain.Of(locale, RealmTexts.DefaultLanguage(realm)).Where(language => Speaks(theme, language) || RealmTexts.Of(realm, language).Count > 0)];
        // Most realms have no texts of their own and share what is kept.
        var request = new Request(RealmTexts.Any(realm) ? realm : null, theme, string.Join(' ', spoken), withSource);
        if (_answers.TryGetValue(request, out var known))
        {
            return known;
        }

        if (_answers.Count >= MaxKept)
        {
            _answers.Clear();
        }

        return _answers.GetOrAdd(request, _ => Make(realm, theme, spoken, withSource));
    }

    private Answer Make(RealmSnapshot realm, string theme, string[] chain, bool withSource)
    {
        var texts = new TextList(withSource);
        foreach (var language in chain)
        {
            texts.AddRealm(RealmTexts.Of(realm, language));
            if (Speaks(theme, language))
            {
                texts.AddTheme(File.ReadAllBytes(FileOf(language)));
            }
        }

        var plain = texts.ToJson();
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(plain);
        }

        return new Answer(compressed.ToArray(), Convert.ToHexStringLower(SHA256.HashData(plain))[..16]);
    }

    private bool Speaks(string theme, string language) => theme == AdminTheme && _languages.Value.Contains(language);

    private string FileOf(string language) => Path.Combine(folder.Path, "messages", $"{language}.json");

    private static HashSet<string> Languages(ConsoleFolder folder) =>
        folder.Version is null ? [] : [.. Directory.EnumerateFiles(Path.Combine(folder.Path, "messages"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file))];

    private sealed record Request(RealmSnapshot? Realm, string Theme, string Chain, bool WithSource);

    private sealed record Answer(byte[] Compressed, string Hash);
}
