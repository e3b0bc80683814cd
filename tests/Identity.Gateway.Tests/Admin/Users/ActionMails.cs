using System.Text.RegularExpressions;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Users;

/// <summary>Links that are mailed to users, and what they do.</summary>
public partial class ActionMails(GatewayServer server)
{
    [Fact]
    public async Task A_mailed_link_lets_a_user_choose_a_password_once()
    {
        await using var mails = new MailServer();
        var (admin, id) = await PrepareAsync(mails);

        var sent = await admin.PutAsync($"/users/{id}/execute-actions-email?lifespan=600", """["UPDATE_PASSWORD"]""");
        var mail = await mails.ReadMailAsync();
        var link = Link(mail);
        var page = await Answer.OfAsync(await server.Http.GetAsync(link));
        var mismatch = await SubmitAsync(link, "fresh-1", "fresh-2");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SubmitAsync(link, "fresh-1", "fresh-1")));
        var later = await Answer.OfAsync(await server.Http.GetAsync(link));

        Assert.Equal((204, string.Empty), (sent.Status, sent.Body));
        Assert.Contains("for 10 minutes", MailServer.Text(mail), StringComparison.Ordinal);
        Assert.Contains("kc-passwd-update-form", page.Body, StringComparison.Ordinal);
        Assert.Contains("Passwords don&#x27;t match.", mismatch.Body, StringComparison.Ordinal);
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(400, later.Status);
        Assert.Equal((400, 200), (await server.PasswordGrantAsync(admin.Realm, "alice", "pw-1"), await server.PasswordGrantAsync(admin.Realm, "alice", "fresh-1")));
        Assert.Equal("True", (await admin.GetAsync($"/users/{id}")).Text("emailVerified"));
    }

    [Fact]
    public async Task A_mailed_link_verifies_an_address_when_the_person_says_so()
    {
        await using var mails = new MailServer();
        var (admin, id) = await PrepareAsync(mails);
        await admin.PutAsync($"/users/{id}", """{"requiredActions":["VERIFY_EMAIL"]}""");

        await admin.PutAsync($"/users/{id}/send-verify-email", "{}");
        var link = Link(await mails.ReadMailAsync());
        await server.Http.GetAsync(link);
        var opened = await admin.GetAsync($"/users/{id}");
        using var empty = new FormUrlEncodedContent([new("confirm", "yes")]);
        var confirmed = await server.Http.PostAsync(link, empty);

        Assert.Equal("False", opened.Text("emailVerified"));
        Assert.Equal(200, (int)confirmed.StatusCode);
        var user = await admin.GetAsync($"/users/{id}");
        Assert.Equal(("True", "[]"), (user.Text("emailVerified"), user.Text("requiredActions")));
        Assert.Contains("AUTH PLAIN AG1haWxlcgBzZWNyZXQ=", mails.Commands);
        Assert.Contains("RCPT TO:<a@x.org>", mails.Commands);
    }

    [Fact]
    public async Task A_link_mailed_to_another_address_than_the_users_is_worth_nothing()
    {
        await using var mails = new MailServer();
        var (admin, id) = await PrepareAsync(mails);
        await admin.PutAsync($"/users/{id}/reset-password-email", "{}");
        var link = Link(await mails.ReadMailAsync());

        await admin.PutAsync($"/users/{id}", """{"email":"new@x.org"}""");

        Assert.Equal(400, (await SubmitAsync(link, "fresh-1", "fresh-1")).Status);
        Assert.Equal(400, (await Answer.OfAsync(await server.Http.GetAsync(link[..^3] + "abc"))).Status);
        Assert.Equal(200, await server.PasswordGrantAsync(admin.Realm, "alice", "pw-1"));
    }

    [Theory]
    [InlineData("execute-actions-email", """["NOPE"]""", 400, "Provided invalid required actions")]
    [InlineData("execute-actions-email", "[]", 400, "Provided invalid required actions")]
    [InlineData("execute-actions-email", """["CONFIGURE_TOTP"]""", 400, "A mailed link cannot carry out CONFIGURE_TOTP here; it can carry out UPDATE_PASSWORD and VERIFY_EMAIL")]
    [InlineData("execute-actions-email?redirect_uri=http://x", """["UPDATE_PASSWORD"]""", 400, "Client id missing")]
    [InlineData("execute-actions-email?client_id=nope", """["UPDATE_PASSWORD"]""", 400, "Client doesn't exist")]
    [InlineData("execute-actions-email?client_id=account&redirect_uri=http://evil", """["UPDATE_PASSWORD"]""", 400, "Invalid redirect uri.")]
    [InlineData("execute-actions-email", """["UPDATE_PASSWORD"]""", 500, "Failed to send execute actions email: The server answered 550 instead of 250.")]
    [InlineData("send-verify-email", "{}", 500, "Failed to send verify email: The server answered 550 instead of 250.")]
    public async Task A_mail_that_cannot_be_sent_is_refused(string path, string body, int status, string message)
    {
        await using var mails = new MailServer(refuses: true);
        var (admin, id) = await PrepareAsync(mails);

        var refused = await admin.PutAsync($"/users/{id}/{path}", body);

        Assert.Equal((status, message), (refused.Status, refused.Text("errorMessage")));
    }

    [Fact]
    public async Task Mail_settings_are_tried_out_and_the_stored_password_goes_to_no_other_server()
    {
        await using var mails = new MailServer();
        await using var others = new MailServer();
        var (master, id) = await PrepareAsync(mails);
        var client = (await master.GetAsync("/clients?clientId=realm-management")).Json[0].GetProperty("id").GetString();
        var role = (await master.GetAsync($"/clients/{client}/roles/realm-admin")).Body;
        await master.PostAsync($"/users/{id}/role-mappings/clients/{client}", $"[{role}]");
        var admin = await master.AsAsync(master.Realm, "alice", "pw-1");

        var tried = await admin.PostAsync("/testSMTPConnection", Settings(mails.Port, "**********"));
        var other = await admin.PostAsync("/testSMTPConnection", Settings(others.Port, "**********"));
        var nobody = await admin.PostAsync("/testSMTPConnection", "{}");

        Assert.Equal((204, 400), (tried.Status, other.Status));
        Assert.Contains("AUTH PLAIN AG1haWxlcgBzZWNyZXQ=", mails.Commands);
        Assert.DoesNotContain("AUTH PLAIN AG1haWxlcgBzZWNyZXQ=", others.Commands);
        Assert.Equal((500, """{"errorMessage":"Failed to send email"}"""), (nobody.Status, nobody.Body));
    }

    private static async Task<(AdminApi Admin, string Id)> PrepareAsync(GatewayServer server, MailServer mails)
    {
        var admin = await AdminApi.CreateAsync(server);
        var set = await admin.PutAsync(string.Empty, $$"""{"smtpServer":{{Settings(mails.Port, "secret")}}}""");
        Assert.True(set.Status == 204, set.Body);
        return (admin, await admin.CreateAsync(
            "/users", """{"username":"alice","enabled":true,"email":"a@x.org","firstName":"A","lastName":"L","credentials":[{"type":"password","value":"pw-1"}]}"""));
    }

    private Task<(AdminApi Admin, string Id)> PrepareAsync(MailServer mails) => PrepareAsync(server, mails);

    private static string Settings(int port, string password) =>
        $$"""{"host":"127.0.0.1","port":"{{port}}","from":"id@x.org","fromDisplayName":"Äpfel","auth":"true","user":"mailer","password":"{{password}}"}""";

    private async Task<Answer> SubmitAsync(string link, string password, string confirmation)
    {
        using var form = new FormUrlEncodedContent([new("password-new", password), new("password-confirm", confirmation)]);
        return await Answer.OfAsync(await server.Http.PostAsync(link, form));
    }

    private static string Link(string mail) => Address().Match(MailServer.Text(mail)).Value;

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
