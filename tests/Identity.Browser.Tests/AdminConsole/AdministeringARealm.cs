using System.Text.Json;
using Microsoft.Playwright;

namespace Identity.Browser.Tests.AdminConsole;

/// <summary>A realm from its making to its end, all by hand in the console.</summary>
public class AdministeringARealm(BrowserFixture fixture)
{
    private const string Realm = "works";
    private const string Password = "ann-password";

    private ConsoleVisit _admin = null!;
    private IPage _ann = null!;

    private string Login => $"{fixture.Server.Url}/realms/{Realm}/protocol/openid-connect/auth?client_id=portal&response_type=code&scope=openid"
        + $"&redirect_uri={Uri.EscapeDataString(fixture.Server.Url)}%2Fdone";

    private ILocator AssignRole => _admin.Page.GetByText("Assign role", new() { Exact = true }).First;

    [Fact]
    public async Task A_realm_is_made_filled_used_watched_changed_exported_and_deleted()
    {
        BuiltConsole.IsNeeded();
        _admin = await ConsoleVisit.SignInAsync(fixture, "realm");

        await StepAsync("realm", MakeRealmAsync);
        await StepAsync("events", TurnEventsOnAsync);
        await StepAsync("client", MakeClientAsync);
        await StepAsync("client role", MakeClientRoleAsync);
        await StepAsync("client scope", MakeClientScopeAsync);
        await StepAsync("realm roles", MakeRealmRolesAsync);
        await StepAsync("groups", MakeGroupsAsync);
        await StepAsync("user", MakeUserAsync);
        await StepAsync("password", SetPasswordAsync);
        await StepAsync("role mapping", AssignRolesAsync);
        await StepAsync("membership", JoinGroupAsync);
        await StepAsync("login", LogInAsync);
        await StepAsync("session", EndSessionAsync);
        await StepAsync("found events", FindEventsAsync);
        await StepAsync("keys", ChangeKeysAsync);
        await StepAsync("login settings", ChangeLoginAsync);
        await StepAsync("tokens", ChangeTokensAsync);
        await StepAsync("email", ChangeEmailAsync);
        await StepAsync("localization", AddTranslationAsync);
        await StepAsync("export", ExportAsync);
        await StepAsync("end", DeleteAsync);
    }

    private async Task StepAsync(string name, Func<Task> step)
    {
        try
        {
            await step();
        }
        finally
        {
            await _admin.PictureAsync(name);
        }

        Assert.True(_admin.TakeFailures() is var failures && failures.Count == 0, $"{name}: {string.Join('\n', failures)}");
    }

    private async Task MakeRealmAsync()
    {
        await _admin.MenuAsync("realms");
        await _admin.ById("add-realm").ClickAsync();
        await _admin.ById("realm").FillAsync(Realm);
        await _admin.SendAsync(_admin.ById("create"), "POST", "/admin/realms");
        await Assertions.Expect(_admin.ById("currentRealm")).ToHaveTextAsync(Realm);
    }

    private async Task TurnEventsOnAsync()
    {
        await _admin.MenuAsync("realm-settings");
        await _admin.TabAsync("rs-realm-events-tab");
        await _admin.TabAsync("rs-events-tab");
        await _admin.SwitchAsync("eventsEnabled");
        await _admin.SendAsync(_admin.ById("save-user"), "PUT", "/events/config");
        await _admin.TabAsync("rs-admin-events-tab");
        await _admin.SwitchAsync("adminEventsEnabled");
        await _admin.SendAsync(_admin.ById("save-admin"), "PUT", "/events/config");
    }

    private async Task MakeClientAsync()
    {
        await _admin.MenuAsync("clients");
        await _admin.ById("createClient").ClickAsync();
        await _admin.ById("clientId").FillAsync("portal");
        await _admin.Button("Next").ClickAsync();
        await _admin.SwitchAsync("authentication");
        await _admin.Button("Next").ClickAsync();
        await _admin.ById("redirectUris0").FillAsync($"{fixture.Server.Url}/*");
        await _admin.SendAsync(_admin.Button("Save"), "POST", "/clients");
        await Assertions.Expect(_admin.Page.GetByRole(AriaRole.Heading, new() { Name = "portal" })).ToBeVisibleAsync();
    }

    private async Task MakeClientRoleAsync()
    {
        await _admin.TabAsync("rolesTab");
        await _admin.Page.GetByText("Create role", new() { Exact = true }).First.ClickAsync();
        await _admin.ById("name").FillAsync("editor");
        await _admin.SendAsync(_admin.ById("save"), "POST", "/roles");
    }

    private async Task MakeClientScopeAsync()
    {
        await _admin.MenuAsync("client-scopes");
        await _admin.Page.GetByText("Create client scope", new() { Exact = true }).ClickAsync();
        await _admin.ById("name").FillAsync("team");
        await _admin.SendAsync(_admin.Button("Save"), "POST", "/client-scopes");
        await _admin.TabAsync("mappers");
        await _admin.Page.GetByText("Configure a new mapper", new() { Exact = true }).ClickAsync();
        await _admin.Page.GetByText("Hardcoded claim", new() { Exact = true }).ClickAsync();
        await _admin.ById("name").FillAsync("colour");
        await _admin.Page.GetByLabel("Token Claim Name").FillAsync("colour");
        await _admin.Page.GetByLabel("Claim value").FillAsync("red");
        await _admin.SendAsync(_admin.ById("save"), "POST", "/protocol-mappers/models");
        await Assertions.Expect(_admin.Link("colour")).ToBeVisibleAsync();
    }

    private async Task MakeRealmRolesAsync()
    {
        foreach (var role in (string[])["reader", "writer"])
        {
            await _admin.MenuAsync("roles");
            await _admin.ById("create-role").ClickAsync();
            await _admin.ById("name").FillAsync(role);
            await _admin.SendAsync(_admin.ById("save"), "POST", "/roles");
        }

        await _admin.TabAsync("associatedRolesTab");
        await AssignAsync("roles-role", "reader", "/composites");
        await Assertions.Expect(Row("reader")).ToBeVisibleAsync();
    }

    private async Task MakeGroupsAsync()
    {
        foreach (var group in (string[])["guests", "staff"])
        {
            await _admin.MenuAsync("groups");
            await _admin.Button("Create group").ClickAsync();
            await _admin.ById("name").FillAsync(group);
            await _admin.SendAsync(_admin.ById("createGroup"), "POST", "/groups");
        }
    }

    private async Task MakeUserAsync()
    {
        await _admin.MenuAsync("users");
        await _admin.Button("Create new user").ClickAsync();
        await _admin.ById("username").FillAsync("ann");
        await _admin.ById("email").FillAsync("ann@example.com");
        await _admin.ById("firstName").FillAsync("Ann");
        await _admin.ById("lastName").FillAsync("Lee");
        await _admin.SendAsync(_admin.ById("user-creation-save"), "POST", "/users");
    }

    private async Task SetPasswordAsync()
    {
        await _admin.TabAsync("credentials");
        await _admin.Button("Set password").ClickAsync();
        await _admin.ById("passwordField").FillAsync(Password);
        await _admin.ById("passwordConfirmationField").FillAsync(Password);
        await _admin.SwitchAsync("temporaryPassword");
        await _admin.ById("confirm").ClickAsync();
        await _admin.SendAsync(_admin.Button("Save password"), "PUT", "/reset-password");
    }

    private async Task AssignRolesAsync()
    {
        await _admin.TabAsync("role-mapping-tab");
        await AssignAsync("roles-role", "writer", "/role-mappings/realm");
        await AssignAsync("client-role", "editor", "/role-mappings/clients/");
        await Assertions.Expect(Row("editor")).ToBeVisibleAsync();
    }

    private async Task JoinGroupAsync()
    {
        await _admin.TabAsync("user-groups-tab");
        await _admin.Button("Join Group").ClickAsync();
        var dialog = _admin.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByTestId("staff-check").CheckAsync();
        await _admin.SendAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Join", Exact = true }), "PUT", "/groups/");
        await Assertions.Expect(Row("staff")).ToBeVisibleAsync();
    }

    private async Task LogInAsync()
    {
        _ann = await fixture.NewVisitorAsync();
        await _ann.GotoAsync(Login);
        await _ann.GetByLabel("Username or email").FillAsync("ann");
        await _ann.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await _ann.GetByRole(AriaRole.Button, new() { Name = "Sign In" }).ClickAsync();
        await _ann.WaitForURLAsync(url => url.Contains("/done?", StringComparison.Ordinal) && url.Contains("code=", StringComparison.Ordinal));
    }

    private async Task EndSessionAsync()
    {
        await _admin.MenuAsync("sessions");
        await Row("ann").GetByRole(AriaRole.Button, new() { Name = "Kebab toggle" }).ClickAsync();
        await _admin.SendAsync(_admin.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }), "DELETE", "/sessions/");
        await Assertions.Expect(_admin.Link("ann")).ToHaveCountAsync(0);

        await _ann.GotoAsync($"{Login}&prompt=none");
        await _ann.WaitForURLAsync(url => url.Contains("error=login_required", StringComparison.Ordinal));
    }

    private async Task FindEventsAsync()
    {
        await _admin.MenuAsync("events");
        await Assertions.Expect(Row("LOGIN").Filter(new() { HasText = "portal" }).First).ToBeVisibleAsync();
        await _admin.TabAsync("admin-events-tab");
        await Assertions.Expect(Row("CREATE").Filter(new() { HasText = "CLIENT_ROLE_MAPPING" }).First).ToBeVisibleAsync();
    }

    private async Task ChangeKeysAsync()
    {
        await _admin.MenuAsync("realm-settings");
        await _admin.TabAsync("rs-keys-tab");
        await _admin.TabAsync("rs-providers-tab");
        await _admin.ById("addProviderDropdown").ClickAsync();
        await _admin.ById("option-rsa-generated").ClickAsync();
        await _admin.ById("name").FillAsync("second");
        await _admin.ById("priority").FillAsync("150");
        await _admin.SendAsync(_admin.ById("add-provider-button"), "POST", "/components");
        await _admin.Link("second").ClickAsync();
        await _admin.SettleAsync();
        await _admin.ById("priority").FillAsync("200");
        await _admin.SendAsync(_admin.ById("add-provider-button"), "PUT", "/components/");

        using var http = new HttpClient();
        using var keys = JsonDocument.Parse(await http.GetStringAsync($"{fixture.Server.Url}/realms/{Realm}/protocol/openid-connect/certs"));
        Assert.Equal(2, keys.RootElement.GetProperty("keys").EnumerateArray().Count(key => key.GetProperty("use").GetString() == "sig"));
    }

    private async Task ChangeLoginAsync()
    {
        await _admin.MenuAsync("realm-settings");
        await _admin.TabAsync("rs-login-tab");
        await _admin.SendAsync(_admin.ById("remember-me-switch").Locator("xpath=.."), "PUT", $"/admin/realms/{Realm}");

        await _ann.GotoAsync(Login);
        await Assertions.Expect(_ann.GetByLabel("Remember me")).ToBeVisibleAsync();
    }

    private async Task ChangeTokensAsync()
    {
        await _admin.TabAsync("rs-tokens-tab");
        await _admin.ById("access-token-lifespan-input").FillAsync("7");
        await _admin.SendAsync(_admin.ById("tokens-tab-save"), "PUT", $"/admin/realms/{Realm}");
        await Assertions.Expect(_admin.ById("access-token-lifespan-input")).ToHaveValueAsync("7");
    }

    private async Task ChangeEmailAsync()
    {
        await _admin.TabAsync("rs-email-tab");
        await _admin.ById("smtpServer.from").FillAsync("id@example.com");
        await _admin.ById("smtpServer.host").FillAsync("mail.example.com");
        await _admin.SendAsync(_admin.ById("email-tab-save"), "PUT", $"/admin/realms/{Realm}");
    }

    private async Task AddTranslationAsync()
    {
        await _admin.TabAsync("rs-localization-tab");
        await _admin.SwitchAsync("internationalizationEnabled");
        await _admin.SendAsync(_admin.ById("localization-tab-save"), "PUT", $"/admin/realms/{Realm}");
        await _admin.TabAsync("rs-localization-realm-overrides-tab");
        await _admin.Button("Add translation").ClickAsync();
        await _admin.ById("key").FillAsync("greeting");
        await _admin.ById("value").FillAsync("Welcome to the works");
        await _admin.SendAsync(_admin.Button("Create"), "PUT", "/localization/");
        await Assertions.Expect(Row("Welcome to the works")).ToBeVisibleAsync();
    }

    private async Task ExportAsync()
    {
        await _admin.ById("action-dropdown").ClickAsync();
        await _admin.ById("openPartialExportModal").ClickAsync();
        await _admin.SwitchAsync("include-groups-and-roles-check");
        await _admin.SwitchAsync("include-clients-check");
        var file = await _admin.Page.RunAndWaitForDownloadAsync(() => _admin.ById("confirm").ClickAsync());

        using var export = JsonDocument.Parse(await File.ReadAllBytesAsync((await file.PathAsync())!));
        Assert.Contains("portal", export.RootElement.GetProperty("clients").EnumerateArray().Select(client => client.GetProperty("clientId").GetString()));
        Assert.Contains("staff", export.RootElement.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()));
    }

    private async Task DeleteAsync()
    {
        await _admin.ById("action-dropdown").ClickAsync();
        await _admin.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).ClickAsync();
        await _admin.SendAsync(_admin.ById("confirm"), "DELETE", $"/admin/realms/{Realm}");
        await _admin.MenuAsync("realms");
        await Assertions.Expect(_admin.Page.GetByRole(AriaRole.Gridcell, new() { Name = "master" })).ToBeVisibleAsync();
        await Assertions.Expect(_admin.Link(Realm)).ToHaveCountAsync(0);
    }

    private async Task AssignAsync(string kind, string role, string address)
    {
        await AssignRole.ClickAsync();
        await _admin.ById(kind).ClickAsync();
        await _admin.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Row).Filter(new() { HasText = role }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await _admin.SendAsync(_admin.ById("assign"), "POST", address);
    }

    private ILocator Row(string text) => _admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });
}
