using Identity.Testing.Processes;
using Microsoft.Playwright;

namespace Identity.Browser.Tests.AdminConsole;

/// <summary>A server whose administration has an address of its own (hostname-admin).</summary>
public class AdministeringFromAnotherHost(BrowserFixture fixture)
{
    [Fact]
    public async Task The_console_stays_at_its_host_and_logs_in_at_the_other()
    {
        BuiltConsole.IsNeeded();
        var admin = string.Empty;
        await using var server = await DevServer.StartAsync(port =>
        {
            admin = $"http://admin.localhost:{port}";
            return ["--hostname", $"http://localhost:{port}", "--hostname-admin", admin];
        });

        var visit = await ConsoleVisit.SignInAsync(fixture, "another host", admin);
        await visit.MenuAsync("realms");
        await visit.ById("add-realm").ClickAsync();
        await visit.ById("realm").FillAsync("elsewhere");
        await visit.SendAsync(visit.ById("create"), "POST", $"{admin}/admin/realms");

        await Assertions.Expect(visit.ById("currentRealm")).ToHaveTextAsync("elsewhere");
        Assert.StartsWith($"{admin}/admin/master/console/", visit.Page.Url, StringComparison.Ordinal);
        Assert.Empty(visit.TakeFailures());
    }
}
