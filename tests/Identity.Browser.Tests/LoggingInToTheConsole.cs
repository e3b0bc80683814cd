using System.Collections.Concurrent;
using Identity.Testing.Oidc;
using Identity.Testing.Processes;
using Microsoft.Playwright;

namespace Identity.Browser.Tests;

/// <summary>The admin console as it is built beside the server.</summary>
public class LoggingInToTheConsole(BrowserFixture fixture)
{
    [Theory]
    [InlineData("/", "/admin/master/console/")]
    [InlineData("/admin/master/console/#/master/users", "/admin/master/console/#/master/users")]
    public async Task An_administrator_gets_a_token_and_the_console_asks_with_it(string opened, string shown)
    {
        Assert.SkipUnless(IsBuilt, "The admin console is not built: ./identity console.");
        var page = await fixture.NewVisitorAsync();
        var complaints = Complaints(page);
        var foreign = ForeignRequests(page);
        await page.GotoAsync(fixture.Server.Url + opened);
        await Assertions.Expect(page).ToHaveTitleAsync("Sign in to master");

        var request = await page.RunAndWaitForRequestAsync(
            () => LogInAsync(page),
            sent => sent.Url == $"{fixture.Server.Url}/admin/serverinfo");

        var token = (await request.HeaderValueAsync("authorization"))!;
        Assert.StartsWith("Bearer ", token, StringComparison.Ordinal);
        Assert.Equal("security-admin-console", JwtClaims.Of(token["Bearer ".Length..]).GetProperty("azp").GetString());
        await Assertions.Expect(page).ToHaveTitleAsync("Identity Admin Console");
        await Assertions.Expect(page).ToHaveURLAsync(fixture.Server.Url + shown);
        Assert.Empty(complaints);
        Assert.Empty(foreign);
    }

    private static bool IsBuilt => File.Exists(Path.Combine(Path.GetDirectoryName(ServerProcess.Assembly)!, "console", "version"));

    private static async Task LogInAsync(IPage page)
    {
        await page.GetByLabel("Username or email").FillAsync(DevServer.Administrator.Name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(DevServer.Administrator.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign In" }).ClickAsync();
    }

    // What the browser forbids the page.
    private static ConcurrentQueue<string> Complaints(IPage page)
    {
        var complaints = new ConcurrentQueue<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase) || message.Text.Contains("MIME type", StringComparison.Ordinal))
            {
                complaints.Enqueue(message.Text);
            }
        };
        return complaints;
    }

    private ConcurrentQueue<string> ForeignRequests(IPage page)
    {
        var requests = new ConcurrentQueue<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(fixture.Server.Url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                requests.Enqueue(request.Url);
            }
        };
        return requests;
    }
}
