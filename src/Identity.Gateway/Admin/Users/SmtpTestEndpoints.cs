using System.Text.Json.Nodes;
using Identity.Gateway.ActionTokens;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Secrets;
using Identity.Gateway.Mail;

namespace Identity.Gateway.Admin.Users;

/// <summary>Tries mail settings out: mails the administrator.</summary>
internal sealed class SmtpTestEndpoints(MailSender sender) : IAdminEndpoints
{
    public void Map(AdminRoutes routes) => routes.Post("/testSMTPConnection", AdminPermission.ManageRealm, "Try mail settings out", TestAsync);

    private async Task<AdminResult> TestAsync(AdminCall call)
    {
        if (await call.ReadJsonAsync() is not JsonObject given)
        {
            throw AdminRefusalException.Unreadable("unknown_error");
        }

        var settings = StoredSecrets.Mail(given, SmtpSettings.Stored(call.Realm.Settings));
        try
        {
            var to = call.Administrator.User.Email is { Length: > 0 } email ? email : throw new MailException("The administrator has no email address.");
            await sender.SendAsync(SmtpSettings.Read(settings), ActionLetters.Test(call.Context, to));
            return AdminResult.NoContent;
        }
        catch (MailException)
        {
            return AdminResult.Refuse(500, "Failed to send email");
        }
    }
}
