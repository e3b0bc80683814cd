using System.Text.RegularExpressions;

namespace Identity.Browser.Tests.AdminConsole;

/// <summary>Every page of the console to which a menu, a tab or a link leads, one of each kind.</summary>
public partial class OpeningEveryPage(BrowserFixture fixture)
{
    // A fault that makes pages up ends here.
    private const int MaxPages = 300;

    private readonly Queue<string> _ahead = new();
    private readonly HashSet<string> _kinds = [];
    private readonly List<string> _wrong = [];
    private ConsoleVisit _visit = null!;
    private int _pages;

    [Fact]
    public async Task No_request_fails_no_script_errs_and_every_text_is_translated()
    {
        BuiltConsole.IsNeeded();
        using var realm = await FurnishedRealm.CreateAsync(fixture.Server.Url);
        _visit = await ConsoleVisit.SignInAsync(fixture, "pages");
        foreach (var beginning in realm.Beginnings)
        {
            Meet($"#/{FurnishedRealm.Name}{beginning}");
        }

        await _visit.LoadAsync(_ahead.Peek());
        while (_ahead.TryDequeue(out var address) && _pages < MaxPages)
        {
            await _visit.Page.EvaluateAsync("address => { location.hash = address; }", address);
            await LookAsync(Kind(address));
            await OpenTabsAsync(Kind(address));
            await OpenDiagramAsync(Kind(address));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{_pages} pages");
        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));
        Assert.InRange(_pages, 100, MaxPages - 1);
    }

    private void Meet(string address)
    {
        if (_kinds.Add(Kind(address)))
        {
            _ahead.Enqueue(address);
        }
    }

    // What is to be seen: a picture of it, what failed, what is not translated, and where it leads.
    private async Task LookAsync(string page)
    {
        await _visit.SettleAsync();
        await _visit.PictureAsync($"{++_pages:000}{page}");
        _wrong.AddRange(_visit.TakeFailures().Select(failure => $"{page}: {failure}"));
        if (!await _visit.ById("nav-item-realms").IsVisibleAsync())
        {
            _wrong.Add($"{page}: the console has given up: {await _visit.Page.Locator("body").InnerTextAsync()}");
            await _visit.LoadAsync($"#/{FurnishedRealm.Name}");
            return;
        }

        _wrong.AddRange((await ScreenTexts.UntranslatedAsync(_visit.Page)).Select(text => $"{page}: \"{text}\" is not translated"));
        foreach (var link in await _visit.Page.Locator("a[href*='#/']").EvaluateAllAsync<string[]>("links => links.map(link => link.hash)"))
        {
            if (link.StartsWith($"#/{FurnishedRealm.Name}", StringComparison.Ordinal))
            {
                Meet(link);
            }
        }
    }

    // Most tabs are links and pages of their own; these are the others.
    private async Task OpenTabsAsync(string page)
    {
        var tabs = _visit.Page.Locator("main button[role=tab]:visible");
        var opened = new HashSet<string>();
        while (true)
        {
            var all = await tabs.EvaluateAllAsync<string[]>("tabs => tabs.map(tab => (tab.ariaSelected === 'true' ? '*' : '') + tab.textContent.trim())");
            var next = Array.FindIndex(all, tab => !tab.StartsWith('*') && !opened.Contains(tab));
            if (next < 0)
            {
                return;
            }

            opened.Add(all[next]);
            await tabs.Nth(next).ClickAsync();
            await LookAsync($"{page} {all[next]}");
        }
    }

    private async Task OpenDiagramAsync(string page)
    {
        var diagram = _visit.Page.Locator("#diagramView");
        if (await diagram.CountAsync() > 0)
        {
            await diagram.ClickAsync();
            await _visit.Page.Locator(".react-flow__node").First.WaitForAsync();
            await LookAsync($"{page} diagram");
        }
    }

    // Addresses that differ only in the thing that they show are one kind.
    private static string Kind(string address)
    {
        var kind = Id().Replace(Uri.UnescapeDataString(address.Split('?')[0])[$"#/{FurnishedRealm.Name}".Length..], "-");
        return Named().Replace(kind, "$1/-");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();

    [GeneratedRegex("^(/authentication/-|/realm-settings/keys/providers/-|.*/user-profile/attributes|.*/attributesGroup/edit|.*/client-policies(?=/[^/]+/edit-)|.*/client-registration/[a-z]+)/[^/]+")]
    private static partial Regex Named();
}
