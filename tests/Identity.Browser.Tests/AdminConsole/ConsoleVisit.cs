using System.Collections.Concurrent;
using System.Diagnostics;
using Identity.Testing.Processes;
using Microsoft.Playwright;
using IRequest = Microsoft.Playwright.IRequest;

namespace Identity.Browser.Tests.AdminConsole;

/// <summary>An administrator in front of the admin console: waits until a page has settled and keeps what fails on it.</summary>
internal sealed class ConsoleVisit
{
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<IRequest, bool> _underWay = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly string _server;
    private readonly string _shots;

    private ConsoleVisit(IPage page, string server, string shots)
    {
        Page = page;
        _server = server;
        _shots = shots;
        page.SetDefaultTimeout((float)SettleTimeout.TotalMilliseconds);
        page.Request += (_, request) => Started(request);
        page.RequestFinished += (_, request) => Ended(request);
        page.RequestFailed += (_, request) => Failed(request);
        page.Response += (_, response) => Answered(response);
        page.PageError += (_, error) => Note($"script error: {error}");
        page.Console += (_, message) => Said(message);
    }

    public IPage Page { get; }

    /// <summary>Logs the server's administrator in. Pictures go to screenshots/<paramref name="pictures"/> beside the tests.</summary>
    /// <param name="fixture">The browser, and the server if no other is named.</param>
    /// <param name="pictures">A folder's name.</param>
    /// <param name="server">The address of the console's server.</param>
    public static async Task<ConsoleVisit> SignInAsync(BrowserFixture fixture, string pictures, string? server = null)
    {
        server ??= fixture.Server.Url;
        var page = await fixture.NewVisitorAsync();
        await page.SetViewportSizeAsync(1400, 1000);
        var shots = Path.Combine(AppContext.BaseDirectory, "screenshots", pictures);
        if (Directory.Exists(shots))
        {
            Directory.Delete(shots, recursive: true);
        }

        var visit = new ConsoleVisit(page, server, Directory.CreateDirectory(shots).FullName);
        await page.GotoAsync($"{server}/admin/master/console/");
        await page.GetByLabel("Username or email").FillAsync(DevServer.Administrator.Name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(DevServer.Administrator.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign In" }).ClickAsync();
        await page.GetByTestId("nav-item-realms").WaitForAsync();
        await visit.SettleAsync();
        return visit;
    }

    /// <summary>Loads the console anew and shows the address, which starts with #.</summary>
    public async Task LoadAsync(string address)
    {
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync($"{_server}/admin/master/console/{address}");
        await Page.GetByTestId("nav-item-realms").WaitForAsync();
    }

    /// <summary>Waits until nothing is being fetched and nothing says that it is loading, five times in a row.</summary>
    public async Task SettleAsync()
    {
        var waited = Stopwatch.StartNew();
        for (var quiet = 0; quiet < 5;)
        {
            Assert.True(waited.Elapsed < SettleTimeout, $"{Page.Url} does not settle, still fetching: {string.Join(' ', _underWay.Keys.Select(request => request.Url))}");
            var loading = await Page.EvaluateAsync<bool>(
                """
                () => new Promise(done => requestIdleCallback(
                  () => done(document.querySelector("main [role=progressbar], .keycloak__loading-container") !== null), { timeout: 2000 }))
                """);
            quiet = loading || !_underWay.IsEmpty ? 0 : quiet + 1;
        }
    }

    public ILocator ById(string testId) => Page.GetByTestId(testId);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First;

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>Opens an entry of the menu.</summary>
    public Task MenuAsync(string name) => TabAsync($"nav-item-{name}");

    /// <summary>Opens a tab.</summary>
    public async Task TabAsync(string testId)
    {
        for (var click = 1; click == 1 || await IsUnselectedTabAsync(testId); click++)
        {
            Assert.True(click <= 10, $"{testId} does not open");
            await ById(testId).ClickAsync();
            await SettleAsync();
        }
    }

    // A row of tabs moves aside when it turns out not to fit: a click that was on its way then hits nothing.
    private async Task<bool> IsUnselectedTabAsync(string testId) =>
        await ById(testId).CountAsync() > 0
        && await ById(testId).EvaluateAsync<bool>("tab => (tab.closest('[role=tab]') ?? tab.querySelector('[role=tab]'))?.getAttribute('aria-selected') === 'false'");

    /// <summary>Switches a switch, whose box lies under its picture.</summary>
    public Task SwitchAsync(string testId) => ById(testId).ClickAsync(new() { Force = true });

    /// <summary>Clicks on what sends a request, and waits until the page has settled on its answer, which is a success.</summary>
    public async Task SendAsync(ILocator button, string method, string address)
    {
        var answer = await Page.RunAndWaitForResponseAsync(
            () => button.ClickAsync(),
            response => response.Request.Method == method && response.Url.Contains(address, StringComparison.Ordinal));
        Assert.True(answer.Ok, $"{method} {answer.Url} answered {answer.Status}");
        await SettleAsync();
    }

    /// <summary>Keeps a picture of what is to be seen.</summary>
    public Task PictureAsync(string name) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(_shots, string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_')) + ".png") });

    /// <summary>What failed since it was last asked.</summary>
    public IReadOnlyList<string> TakeFailures()
    {
        var taken = new List<string>();
        while (_failures.TryDequeue(out var failure))
        {
            taken.Add(failure);
        }

        return [.. taken.Distinct()];
    }

    private void Started(IRequest request)
    {
        if (request.IsNavigationRequest && request.Frame != Page.MainFrame)
        {
            // Frames of another host's are not told of to their end.
            return;
        }

        if (request.IsNavigationRequest)
        {
            // What the page before was fetching may never be told of again.
            _underWay.Clear();
        }

        _underWay[request] = true;
    }

    private void Ended(IRequest request) => _underWay.TryRemove(request, out _);

    private void Failed(IRequest request)
    {
        Ended(request);
        if (request.Failure != "net::ERR_ABORTED")
        {
            Note($"{request.Method} {request.Url}: {request.Failure}");
        }
    }

    private void Answered(IResponse response)
    {
        if (response.Status >= 400)
        {
            Note($"{response.Request.Method} {response.Url.Replace(_server, "", StringComparison.Ordinal)}: {response.Status}");
        }
    }

    private void Said(IConsoleMessage message)
    {
        // Failed requests are noted by themselves.
        if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal))
        {
            Note($"console: {message.Text}");
        }
    }

    private void Note(string failure)
    {
        if (!ConsoleFaults.IsKnown(failure))
        {
            _failures.Enqueue(failure);
        }
    }
}
