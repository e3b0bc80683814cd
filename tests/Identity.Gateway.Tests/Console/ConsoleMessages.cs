using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Hosting;
using Identity.Testing;

namespace Identity.Gateway.Tests.Console;

public class ConsoleMessages(GatewayHost host)
{
    [Theory]
    [InlineData("en", "Cancel")]
    [InlineData("de", "Abbrechen")]
    [InlineData("de-AT", "Abbrechen")]
    [InlineData("de_AT", "Abbrechen")]
    [InlineData("zh-Hans", "取消")]
    [InlineData("zh-CN", "取消")]
    [InlineData("nl", "Cancel")]
    [InlineData("..%2fen", "Cancel")]
    [InlineData("%3Cscript%3E", "Cancel")]
    public async Task Speak_the_language_or_English(string language, string cancel)
    {
        var texts = await TextsAsync(TestRealm.Name, $"admin/{language}");

        Assert.Equal(cancel, texts["cancel"]);
        Assert.Equal("Close", texts["close"]);
    }

    [Fact]
    public async Task Of_a_realm_come_before_those_of_the_console_in_the_same_language()
    {
        await host.ImportAsync(Localized("localized"));

        var german = await TextsAsync("localized", "admin/de");
        var french = await TextsAsync("localized", "admin/fr");
        var unknown = await TextsAsync("localized", "admin/xx");

        Assert.Equal("Lieber nicht", german["cancel"]);
        Assert.Equal("Annuler", french["cancel"]);
        Assert.Equal("Lieber nicht", unknown["cancel"]);
        Assert.Equal("Shut", french["close"]);
        Assert.All([german, french, unknown], texts => Assert.Equal("Willkommen", texts["greeting"]));
    }

    [Theory]
    [InlineData("login")]
    [InlineData("account")]
    [InlineData("email")]
    public async Task Of_other_pages_are_the_realms_own(string theme)
    {
        await host.ImportAsync(Localized($"localized-{theme}"));

        Assert.Empty(await TextsAsync(TestRealm.Name, $"{theme}/de"));
        Assert.Equal("Lieber nicht", (await TextsAsync($"localized-{theme}", $"{theme}/de"))["cancel"]);
    }

    [Fact]
    public async Task Name_their_source_when_asked()
    {
        using var browser = new Browser(host);
        await host.ImportAsync(Localized("localized-source"));

        var answer = await browser.GetAsync($"{host.BaseUrl}/resources/localized-source/admin/de?source=true");

        using var texts = JsonDocument.Parse(answer.Body);
        var cancel = texts.RootElement.EnumerateArray().Where(text => text.GetProperty("key").GetString() == "cancel");
        Assert.Equal(["REALM Lieber nicht", "THEME Abbrechen"], cancel.Select(text => $"{text.GetProperty("source")} {text.GetProperty("value")}"));
    }

    [Fact]
    public async Task Change_with_the_realm_and_are_not_sent_again_before()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        await host.ImportAsync(Localized("localized-changing"));
        var address = new Uri($"{host.BaseUrl}/resources/localized-changing/admin/de");
        var first = await http.GetAsync(address);
        http.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        var unchanged = await http.GetAsync(address);
        var file = Localized("localized-changing");
        file["localizationTexts"]!["de"]!["cancel"] = "Halt";
        await host.ImportAsync(file);
        var changed = await http.GetAsync(address);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first.StatusCode, unchanged.StatusCode, changed.StatusCode));
        Assert.Contains("Halt", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Lieber nicht", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/resources/acme/unheard-of/en")]
    [InlineData("/resources/nowhere/admin/en")]
    public async Task Of_nothing_are_not_there(string path)
    {
        using var browser = new Browser(host);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(host.BaseUrl + path)).Status);
    }

    private static JsonObject Localized(string name) => new()
    {
        ["realm"] = name,
        ["enabled"] = true,
        ["internationalizationEnabled"] = true,
        ["defaultLocale"] = "de",
        ["localizationTexts"] = new JsonObject
        {
            ["de"] = new JsonObject { ["cancel"] = "Lieber nicht", ["greeting"] = "Willkommen" },
            ["en"] = new JsonObject { ["close"] = "Shut", ["greeting"] = "Welcome" },
        },
    };

    private async Task<Dictionary<string, string>> TextsAsync(string realm, string path)
    {
        using var browser = new Browser(host);
        var answer = await browser.GetAsync($"{host.BaseUrl}/resources/{realm}/{path}");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json; charset=UTF-8", answer.Response.Content.Headers.ContentType!.ToString());
        using var texts = JsonDocument.Parse(answer.Body);
        return texts.RootElement.EnumerateArray().ToDictionary(text => text.GetProperty("key").GetString()!, text => text.GetProperty("value").GetString()!);
    }
}
