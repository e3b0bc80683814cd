using Identity.Testing.Processes;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Identity.Browser.Tests.BrowserFixture))]

namespace Identity.Browser.Tests;

/// <summary>A server with the realm acme, the sample application and Debian's chromium.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private SampleApp? _app;
    private SampleApp? _hastyApp;

    public DevServer Server { get; private set; } = null!;

    public string AppUrl => _app!.Url;

    /// <summary>The application of the realm whose login pages live four seconds.</summary>
    public string HastyAppUrl => _hastyApp!.Url;

    public async ValueTask InitializeAsync()
    {
        Server = await DevServer.StartAsync();
        _app = await SampleApp.StartAsync($"{Server.Url}/realms/acme", 9999);
        _hastyApp = await SampleApp.StartAsync($"{Server.Url}/realms/{DevServer.HastyRealm}", 9998);
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A browser window with no cookies.</summary>
    public async Task<IPage> NewVisitorAsync() => await (await _browser!.NewContextAsync()).NewPageAsync();

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        foreach (var app in (SampleApp?[])[_app, _hastyApp])
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }
        }

        await Server.DisposeAsync();
    }
}
