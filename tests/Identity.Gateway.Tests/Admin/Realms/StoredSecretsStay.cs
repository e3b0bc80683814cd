using System.Text.Json.Nodes;
using Identity.Gateway.Admin;
using Identity.Gateway.Admin.Secrets;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Realms;

/// <summary>A stored secret goes where it was meant to go, and nowhere else.</summary>
public class StoredSecretsStay(GatewayServer server)
{
    private const string Mask = "**********";

    private static JsonObject Mail => new()
    {
        ["host"] = "mail.example", ["port"] = "587", ["from"] = "a@b.example", ["auth"] = "true", ["user"] = "mailer", ["password"] = "hush-1", ["starttls"] = "true", ["ssl"] = "false",
        ["authTokenUrl"] = "https://token.example", ["authTokenClientId"] = "c", ["authTokenScope"] = "s", ["authTokenClientSecret"] = "hush-2", ["some.new.thing"] = "hush-3",
    };

    [Theory]
    [InlineData("host", "evil.example")]
    [InlineData("host", "")]
    [InlineData("host", " mail.example")]
    [InlineData("port", "25")]
    [InlineData("user", "other")]
    [InlineData("starttls", "false")]
    [InlineData("ssl", "true")]
    [InlineData("auth", "")]
    [InlineData("authType", "token")]
    [InlineData("authTokenUrl", "https://evil.example")]
    [InlineData("authTokenClientId", "other")]
    [InlineData("authTokenScope", "other")]
    public async Task A_mask_does_not_send_it_elsewhere(string name, string value)
    {
        var admin = await AdminApi.CreateAsync(server);
        await SetAsync(admin, Mail);
        var shown = Shown(await admin.GetAsync(string.Empty));
        shown[name] = value;

        var refused = await admin.PutAsync(string.Empty, new JsonObject { ["smtpServer"] = shown });
        var tried = await admin.PostAsync("/testSMTPConnection", shown);

        Assert.Equal((400, 400), (refused.Status, tried.Status));
        Assert.StartsWith($"{name} has changed: give ", refused.Text("errorMessage"), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(Mail, JsonNode.Parse(await StoredAsync(admin))));
    }

    [Fact]
    public async Task A_mask_keeps_it_where_only_the_letters_change()
    {
        var admin = await AdminApi.CreateAsync(server);
        await SetAsync(admin, Mail);
        var shown = Shown(await admin.GetAsync(string.Empty));
        Assert.Equal((Mask, Mask, Mask), ((string?)shown["password"], (string?)shown["authTokenClientSecret"], (string?)shown["some.new.thing"]));
        shown.Remove("some.new.thing");
        shown["from"] = "c@d.example";

        Assert.Equal(204, (await admin.PutAsync(string.Empty, new JsonObject { ["smtpServer"] = shown })).Status);

        var stored = JsonNode.Parse(await StoredAsync(admin))!;
        Assert.Equal(("c@d.example", "hush-1", "hush-2"), ((string?)stored["from"], (string?)stored["password"], (string?)stored["authTokenClientSecret"]));
    }

    [Fact]
    public async Task A_new_secret_may_go_anywhere()
    {
        var admin = await AdminApi.CreateAsync(server);
        await SetAsync(admin, Mail);

        Assert.Equal(204, (await admin.PutAsync(string.Empty, new JsonObject { ["smtpServer"] = new JsonObject { ["host"] = "other.example", ["password"] = "hush-4" } })).Status);
    }

    [Theory]
    [InlineData("clientSecret", "tokenUrl")]
    [InlineData("bindCredential", "connectionUrl")]
    [InlineData("bindCredential", "bindDn")]
    [InlineData("bindCredential", "startTls")]
    [InlineData("apiKey", "recaptcha.domain")]
    public void Settings_of_any_provider_follow_the_same_rule(string secret, string destination)
    {
        var stored = new JsonObject { [secret] = "hush", [destination] = "before" };

        Assert.Throws<AdminRefusalException>(() => StoredSecrets.Settings(new JsonObject { [secret] = Mask, [destination] = "after" }, stored));
        Assert.Throws<AdminRefusalException>(() => StoredSecrets.Settings(new JsonObject { [secret] = Mask }, stored));
        Assert.Throws<AdminRefusalException>(() => StoredSecrets.Settings(new JsonObject { [secret] = new JsonArray(Mask), [destination] = new JsonArray("after") }, stored));
        Assert.Equal("hush", (string?)StoredSecrets.Settings(new JsonObject { [secret] = Mask, [destination] = "before", ["priority"] = "2" }, stored)[secret]);
    }

    [Fact]
    public async Task A_mask_is_never_a_clients_secret()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/clients", """{"clientId":"x","secret":"hush"}""");

        await admin.PutAsync($"/clients/{id}", $$"""{"secret":"{{Mask}}"}""");
        var made = await admin.CreateAsync("/clients", $$"""{"clientId":"y","secret":"{{Mask}}"}""");
        await admin.PostAsync("/partialImport", $$"""{"clients":[{"clientId":"z","secret":"{{Mask}}"}]}""");

        Assert.Equal("hush", (await admin.GetAsync($"/clients/{id}")).Text("secret"));
        Assert.NotEqual(Mask, (await admin.GetAsync($"/clients/{made}")).Text("secret"));
        Assert.NotEqual(Mask, (await server.FreshRealmAsync(admin.Realm)).FindClient("z")!.Secret);
    }

    private static async Task SetAsync(AdminApi admin, JsonObject mail)
    {
        var set = await admin.PutAsync(string.Empty, new JsonObject { ["smtpServer"] = mail });
        Assert.True(set.Status == 204, set.Body);
    }

    private static JsonObject Shown(Answer realm) => (JsonObject)JsonNode.Parse(realm.Json.GetProperty("smtpServer").GetRawText())!;

    private async Task<string> StoredAsync(AdminApi admin) => (await server.FreshRealmAsync(admin.Realm)).Settings.Extra!["smtpServer"].GetRawText();
}
