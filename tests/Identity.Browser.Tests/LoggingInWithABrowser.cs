using Identity.Testing;
using Microsoft.Playwright;

namespace Identity.Browser.Tests;

public class LoggingInWithABrowser(BrowserFixture fixture)
{
    [Fact]
    public async Task A_person_logs_in_refreshes_reads_userinfo_and_logs_out()
    {
        var page = await fixture.NewVisitorAsync();

        await LogInAsync(page);
        await page.ClickAsync("#refresh");
        await Assertions.Expect(page.Locator("#refreshes")).ToHaveTextAsync("1");
        await page.ClickAsync("#userinfo");
        await Assertions.Expect(page.Locator("#userinfo")).ToContainTextAsync("\"preferred_username\":\"alice\"");
        await page.GotoAsync(fixture.AppUrl);
        await page.ClickAsync("#logout");

        await Assertions.Expect(page.Locator("#anonymous")).ToBeVisibleAsync();
        await page.ClickAsync("#login");
        await Assertions.Expect(page.GetByLabel("Password", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_wrong_password_is_told_next_to_its_field_and_the_right_one_then_serves()
    {
        var page = await fixture.NewVisitorAsync();
        await page.GotoAsync($"{fixture.AppUrl}/login");

        await SubmitAsync(page, TestRealm.User, "not-the-password");
        await Assertions.Expect(page.GetByText("Invalid username or password.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Username or email")).ToHaveValueAsync(TestRealm.User);
        await SubmitAsync(page, TestRealm.User, TestRealm.Password);

        await Assertions.Expect(page.Locator("#user")).ToHaveTextAsync(TestRealm.User);
    }

    [Fact]
    public async Task A_page_whose_browser_cookie_is_gone_starts_over_and_leads_to_the_application()
    {
        var page = await fixture.NewVisitorAsync();
        await page.GotoAsync($"{fixture.AppUrl}/login");
        await page.Context.ClearCookiesAsync(new() { Path = "/realms/acme/" });

        await SubmitAsync(page, TestRealm.User, TestRealm.Password);
        await SubmitAsync(page, TestRealm.User, TestRealm.Password);

        await Assertions.Expect(page.Locator("#user")).ToHaveTextAsync(TestRealm.User);
    }

    [Fact]
    public async Task A_page_that_has_expired_says_so_and_leads_to_the_application()
    {
        var page = await fixture.NewVisitorAsync();
        await page.GotoAsync($"{fixture.HastyAppUrl}/login");
        var action = await page.Locator("form").GetAttributeAsync("action");
        using var other = new HttpClient();
        await Eventually.TrueAsync(async () => (await other.GetStringAsync(new Uri(action!))).Contains("timed out", StringComparison.Ordinal), "the page expires");

        await SubmitAsync(page, TestRealm.User, TestRealm.Password);
        await Assertions.Expect(page.GetByText("Your login attempt timed out")).ToBeVisibleAsync();
        await SubmitAsync(page, TestRealm.User, TestRealm.Password);

        await Assertions.Expect(page.Locator("#user")).ToHaveTextAsync(TestRealm.User);
    }

    [Fact]
    public async Task The_back_button_after_a_login_does_no_harm()
    {
        var page = await fixture.NewVisitorAsync();
        await LogInAsync(page);

        await page.GoBackAsync();
        await page.GotoAsync($"{fixture.AppUrl}/login");

        await Assertions.Expect(page.Locator("#user")).ToHaveTextAsync(TestRealm.User);
    }

    [Fact]
    public async Task Two_tabs_of_one_browser_both_log_in()
    {
        var first = await fixture.NewVisitorAsync();
        var second = await first.Context.NewPageAsync();
        await first.GotoAsync($"{fixture.AppUrl}/login");
        await second.GotoAsync($"{fixture.AppUrl}/login");

        await SubmitAsync(first, TestRealm.User, TestRealm.Password);
        await SubmitAsync(second, TestRealm.User, TestRealm.Password);

        await Assertions.Expect(first.Locator("#user")).ToHaveTextAsync(TestRealm.User);
        await Assertions.Expect(second.Locator("#user")).ToHaveTextAsync(TestRealm.User);
    }

    [Fact]
    public async Task A_second_application_login_needs_no_password()
    {
        var page = await fixture.NewVisitorAsync();
        await LogInAsync(page);

        await page.GotoAsync($"{fixture.AppUrl}/login");

        await Assertions.Expect(page.Locator("#user")).ToHaveTextAsync(TestRealm.User);
    }

    [Fact]
    public async Task A_user_with_a_temporary_password_chooses_a_new_one_and_is_in()
    {
        var page = await fixture.NewVisitorAsync();
        await page.GotoAsync($"{fixture.AppUrl}/login");

        await SubmitAsync(page, "erin", "erin-password");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync("erin-changed-it");
        await page.GetByLabel("Confirm password").FillAsync("erin-changed-it");
        await page.Locator("[type=submit]").First.ClickAsync();

        await Assertions.Expect(page.Locator("#user")).ToHaveTextAsync("erin");
    }

    private async Task LogInAsync(IPage page)
    {
        await page.GotoAsync($"{fixture.AppUrl}/login");
        await SubmitAsync(page, TestRealm.User, TestRealm.Password);
        await Assertions.Expect(page.Locator("#user")).ToHaveTextAsync(TestRealm.User);
    }

    private static async Task SubmitAsync(IPage page, string username, string password)
    {
        await page.GetByLabel("Username or email").FillAsync(username);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign In" }).ClickAsync();
    }
}
